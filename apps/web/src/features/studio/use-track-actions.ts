import type { TrackView } from '@longwave/contracts/catalog';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '../../api/browser.ts';
import { tracks as words } from '../../strings/en-studio.ts';
import { toast } from '../../ui/toast.tsx';
import { exactTime } from './format.ts';
import { reloadTracks, replaceTrack, withoutTrack } from './tracks-cache.ts';

type Publication = { visibility?: 'public' | 'unlisted'; releaseAt?: string };

export interface TrackActions {
  rename(track: TrackView, title: string): void;
  publish(track: TrackView, how?: Publication): Promise<boolean>;
  unpublish(track: TrackView): void;
  retry(track: TrackView): void;
  remove(track: TrackView): void;
  restore(track: TrackView): void;
}

function report(error: unknown): void {
  toast({ message: error instanceof Error ? error.message : String(error), tone: 'bad' });
}

/** What can be done to a track; shows the outcome at once, says it, and puts back what the server refuses. */
export function useTrackActions(): TrackActions {
  const client = useQueryClient();
  return useMemo(() => {
    /** Runs a request that answers the track as it is now. */
    async function run(request: Promise<TrackView>, said: (track: TrackView) => string | null): Promise<boolean> {
      try {
        const track = await request;
        replaceTrack(client, track);
        const message = said(track);
        if (message !== null) toast({ message });
        return true;
      } catch (error) {
        report(error);
        void reloadTracks(client);
        return false;
      }
    }

    async function restore(track: TrackView) {
      const putBack = withoutTrack(client, 'deleted', track.id);
      try {
        await call('restoreTrack', { params: { id: track.id } });
        toast({ message: words.restored(track.title) });
      } catch (error) {
        putBack();
        report(error);
      }
      await reloadTracks(client);
    }

    async function remove(track: TrackView) {
      const putBack = withoutTrack(client, 'mine', track.id);
      try {
        await call('deleteTrack', { params: { id: track.id } });
        const undo = { label: words.undo, onSelect: () => void restore(track) };
        toast({ message: words.removed(track.title), action: undo });
      } catch (error) {
        putBack();
        report(error);
      }
      await reloadTracks(client);
    }

    return {
      rename(track, title) {
        replaceTrack(client, { ...track, title });
        void run(call('updateTrack', { params: { id: track.id }, body: { title } }), () => null);
      },
      publish: (track, how = {}) => run(call('publishTrack', { params: { id: track.id }, body: how }), publishedText),
      unpublish: (track) =>
        void run(call('unpublishTrack', { params: { id: track.id } }), () => words.unpublished(track.title)),
      retry: (track) => void run(call('retryTrack', { params: { id: track.id } }), () => null),
      remove: (track) => void remove(track),
      restore: (track) => void restore(track),
    };
  }, [client]);
}

function publishedText(track: TrackView): string {
  if (track.published) return words.published(track.title);
  return track.releaseAt === null
    ? words.publishesWhenReady(track.title)
    : words.isScheduled(track.title, exactTime(track.releaseAt));
}
