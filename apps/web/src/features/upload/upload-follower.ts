import type { TrackVersionId } from '@longwave/contracts/ids';
import type { TrackView } from '@longwave/contracts/catalog';
import type { UploadDesk, UploadEngineDeps } from './upload-desk.ts';
import { hasCode } from './upload-error.ts';
import { isProcessing, type UploadFailure, withProgress } from './upload-item.ts';
import { failUpload } from './upload-sender.ts';

/** What the live connection tells of a version. */
export interface VersionNews {
  readonly versionId: TrackVersionId;
  readonly stage: string;
  readonly percent: number;
  readonly failure: UploadFailure | null;
}

/** Follows what the server does with a file after its last byte: by live news, by asking, and by having it done again. */
export function createUploadFollower(deps: UploadEngineDeps, desk: UploadDesk) {
  /** Writes the item down, or forgets it once its track is ready and nothing is left to go on with. */
  async function settle(id: string) {
    if (desk.find(id)?.state === 'ready') await desk.forget(id);
    else await desk.keep(id);
  }

  function follow(id: string, track: TrackView) {
    const ids = { trackId: track.id, versionId: track.version.id };
    desk.change(id, (item) => withProgress({ ...item, ...ids }, track.version));
    void settle(id);
  }

  async function pollOne(id: string) {
    const trackId = desk.find(id)?.trackId;
    if (!trackId) return;
    try {
      follow(id, await deps.api.readTrack(trackId));
    } catch (error) {
      // Any other failure leaves the item as it is: the next round asks again.
      if (!hasCode(error, 'catalog.track_not_found')) return;
      desk.drop(id);
      await desk.forget(id);
    }
  }

  return {
    follow,
    pollOne,
    async poll(): Promise<void> {
      await Promise.all(
        desk.store
          .getState()
          .items.filter(isProcessing)
          .map(({ id }) => pollOne(id)),
      );
    },
    note(news: VersionNews): void {
      const item = desk.store.getState().items.find((candidate) => candidate.versionId === news.versionId);
      if (!item) return;
      desk.change(item.id, (current) => withProgress(current, news));
      void settle(item.id);
    },
    async reprocess(id: string): Promise<void> {
      const trackId = desk.find(id)?.trackId;
      if (!trackId) return;
      desk.change(id, { state: 'uploaded', percent: 0, failure: null });
      try {
        follow(id, await deps.api.retryTrack(trackId));
      } catch (error) {
        // Somebody had it processed again already: ask how it stands.
        if (hasCode(error, 'catalog.version_not_failed')) await pollOne(id);
        else failUpload(deps, desk, { id, error });
      }
    },
  };
}
