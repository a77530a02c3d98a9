import { useState } from 'react';
import type { TrackView } from '@longwave/contracts/catalog';
import { page } from '../api/browser.ts';
import { ui } from '../strings/en.ts';
import { Button } from '../ui/button.tsx';
import { toast } from '../ui/toast.tsx';
import { tracksPerPage, type TrackList } from './load-pages.ts';

interface Shown {
  readonly of: TrackList;
  readonly tracks: readonly TrackView[];
  readonly nextCursor: string | null;
}

/** A list that grows page by page; a new first page (another artist, a reload) starts it afresh. */
export function useMoreTracks(first: TrackList, artist?: string) {
  const start: Shown = { of: first, tracks: first.data, nextCursor: first.meta.nextCursor };
  const [known, setKnown] = useState<Shown>(start);
  const [busy, setBusy] = useState(false);
  const shown = known.of === first ? known : start;

  const loadMore = async (cursor: string) => {
    setBusy(true);
    try {
      const more = await page('listTracks', { query: { cursor, limit: tracksPerPage, artist } });
      setKnown({ of: first, tracks: [...shown.tracks, ...more.data], nextCursor: more.meta.nextCursor });
    } catch (error) {
      toast({ tone: 'bad', message: error instanceof Error ? error.message : String(error) });
    } finally {
      setBusy(false);
    }
  };
  const { nextCursor } = shown;
  const button =
    nextCursor === null ? null : (
      <div className="mt-6 flex justify-center">
        <Button busy={busy} onClick={() => void loadMore(nextCursor)}>
          {ui.showMore}
        </Button>
      </div>
    );
  return { tracks: shown.tracks, button };
}
