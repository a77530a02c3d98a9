import { eq } from 'drizzle-orm';
import type { MeasuredAudio } from '@longwave/contracts/events';
import type { AssetId, TrackVersionId, UserId } from '@longwave/contracts/ids';
import { newId } from '../../platform/ids.ts';
import type { MediaDeps } from './media-deps.ts';
import { transcodePrefix, waveformPrefix } from './object-prefixes.ts';
import { publishStage } from './processing-state.ts';
import { processings, renditions, waveforms } from './schema.ts';
import type { RenditionFacts, WaveformFacts } from './write-playables.ts';

export interface ReadyVersion {
  readonly versionId: TrackVersionId;
  readonly ownerId: UserId;
  readonly audio: MeasuredAudio;
  readonly artworkAssetId: AssetId | null;
  readonly renditions: readonly RenditionFacts[];
  readonly waveform: WaveformFacts;
}

/**
 * Makes a version ready in one transaction: its rows, the event and the live message. The files are already in place; before this
 * commit nobody can name them, and a run that dies in between leaves files which the next run replaces.
 * When the version was discarded meanwhile, the files go instead.
 */
export async function commitReadyVersion(
  deps: Pick<MediaDeps, 'db' | 'store' | 'events' | 'live' | 'clock'>,
  ready: ReadyVersion,
): Promise<void> {
  const { versionId, ownerId, audio, artworkAssetId, waveform } = ready;
  const outcome = await deps.db.tx(async (tx) => {
    const [row] = await tx
      .select({ stage: processings.stage })
      .from(processings)
      .where(eq(processings.versionId, versionId))
      .for('update');
    if (!row) return 'discarded';
    // Another run of the same job was first; its rows describe the same files.
    if (row.stage === 'ready') return 'ready';
    const now = deps.clock.now();
    await tx.delete(renditions).where(eq(renditions.trackVersionId, versionId));
    await tx
      .insert(renditions)
      .values(
        ready.renditions.map((facts) => ({ id: newId<string>(), trackVersionId: versionId, ...facts, createdAt: now })),
      );
    await tx.delete(waveforms).where(eq(waveforms.trackVersionId, versionId));
    await tx.insert(waveforms).values({ trackVersionId: versionId, ...waveform });
    await tx
      .update(processings)
      .set({ stage: 'ready', percent: 100, failure: null, updatedAt: now })
      .where(eq(processings.versionId, versionId));
    await publishStage(deps, tx, { ownerId, versionId, stage: 'ready', percent: 100, failure: null });
    await deps.events.emit(tx, 'media.version-processed', {
      subject: `version:${versionId}`,
      payload: { versionId, ownerId, audio, artworkAssetId },
    });
    return 'ready';
  });
  if (outcome === 'discarded') {
    await deps.store.removePrefix(transcodePrefix(versionId));
    await deps.store.removePrefix(waveformPrefix(versionId));
  }
}
