import type { TrackView } from '@longwave/contracts/catalog';
import { editor, tracks as words } from '../../strings/en-studio.ts';
import { Button } from '../../ui/button.tsx';
import { Time } from '../../ui/time.tsx';
import { rowClass } from './row-class.ts';
import { useTrackActions } from './use-track-actions.ts';

/** A deleted track: when it went, and the way back. */
export function DeletedRow({ track }: { track: TrackView }) {
  const actions = useTrackActions();
  const deletedAt = track.deletedAt ?? track.updatedAt;
  return (
    <tr className={`${rowClass} min-h-16 py-2`}>
      <td>
        <img
          src={track.artwork.url200}
          alt={editor.artworkOf(track.title)}
          width={44}
          height={44}
          loading="lazy"
          className="size-11 rounded-control opacity-50"
        />
      </td>
      <td className="min-w-0 truncate font-medium md:col-span-4 lg:col-span-5">
        {track.title}
        <span className="block text-sm font-normal text-muted">
          {words.deletedOn} <Time iso={deletedAt} />
        </span>
      </td>
      <td className="text-right">
        <Button size="sm" icon="undo" aria-label={words.restoreOf(track.title)} onClick={() => actions.restore(track)}>
          {words.restore}
        </Button>
      </td>
    </tr>
  );
}
