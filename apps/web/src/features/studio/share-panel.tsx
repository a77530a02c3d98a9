import type { TrackView } from '@longwave/contracts/catalog';
import { copyEmbed, copyLink } from '../../pages/copy-text.ts';
import { editor as words } from '../../strings/en-studio.ts';
import { Button } from '../../ui/button.tsx';

/** The track's address and its player for other sites, ready to copy. */
export function SharePanel({ track }: { track: TrackView }) {
  return (
    <section className="grid gap-4">
      <h2 className="border-b border-line pb-2 text-lg font-semibold">{words.sections.share}</h2>
      <p className="font-mono text-sm">{new URL(track.url, location.origin).href}</p>
      {!track.published && <p className="text-sm text-muted">{words.shareDraft}</p>}
      <div className="flex flex-wrap gap-2">
        <Button icon="link" onClick={() => void copyLink(track.url)}>
          {words.copyLink}
        </Button>
        <Button icon="code" onClick={() => void copyEmbed(track.id, track.title)}>
          {words.copyEmbed}
        </Button>
      </div>
    </section>
  );
}
