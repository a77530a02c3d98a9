import { eq } from 'drizzle-orm';
import type { MeasuredAudio } from '@longwave/contracts/events';
import type { AssetId, TrackVersionId, UserId } from '@longwave/contracts/ids';
import { AppError } from '../../platform/errors.ts';
import { isComplete } from '../../platform/ffmpeg/detect-ffmpeg.ts';
import type { JobContext } from '../../platform/jobs/jobs.ts';
import type { MediaDeps } from './media-deps.ts';
import { transcodePrefix, waveformPrefix } from './object-prefixes.ts';
import { probeOriginal } from './probe-original.ts';
import { ProcessingFault } from './processing-fault.ts';
import { writeFailure } from './give-up-version.ts';
import { writeStage } from './processing-state.ts';
import { createProgressWriter } from './progress-writer.ts';
import { commitReadyVersion } from './commit-ready-version.ts';
import { readHead } from './read-head.ts';
import { assets, processings } from './schema.ts';
import { sniffContainer } from './sniff-container.ts';
import { storeEmbeddedCover } from './store-embedded-cover.ts';
import { transcodeVersion } from './transcode-version.ts';
import { finishRenditions, writeWaveform } from './write-playables.ts';

interface Original {
  readonly versionId: TrackVersionId;
  readonly ownerId: UserId;
  readonly key: string;
  readonly sizeBytes: number;
}

/**
 * Makes everything a player needs from the original of one version: probe, one decode, measure, publish. May be killed at any
 * moment and run again: nothing is visible before the rows of the last transaction, and a ready version is left alone.
 * A bad file ends in `failed` at once; our own faults are thrown and tried again by the queue, which calls
 * `giveUpVersion` after the last try.
 */
export async function processVersion(
  deps: MediaDeps,
  payload: { versionId: TrackVersionId },
  context: JobContext,
): Promise<void> {
  const original = await readOriginal(deps, payload.versionId);
  if (original === null) return;
  try {
    await makePlayable(deps, original, context);
  } catch (error) {
    const fault = faultOf(error);
    if (context.signal.aborted || fault === null) throw error;
    await writeFailure(deps, { versionId: original.versionId, fault });
  }
}

async function readOriginal(deps: MediaDeps, versionId: TrackVersionId): Promise<Original | null> {
  const [row] = await deps.db.read
    .select({
      ownerId: processings.ownerId,
      stage: processings.stage,
      key: assets.key,
      sizeBytes: assets.sizeBytes,
    })
    .from(processings)
    .innerJoin(assets, eq(assets.id, processings.originalAssetId))
    .where(eq(processings.versionId, versionId));
  if (!row || row.stage === 'ready') return null;
  return { versionId, ownerId: row.ownerId as UserId, key: row.key, sizeBytes: row.sizeBytes };
}

async function makePlayable(deps: MediaDeps, original: Original, context: JobContext): Promise<void> {
  const { versionId, ownerId } = original;
  const { signal } = context;
  await deps.db.tx(async (tx) => {
    if (await writeStage(deps, tx, { versionId, stage: 'probing', percent: 0, failure: null }))
      await deps.events.emit(tx, 'media.version-started', {
        subject: `version:${versionId}`,
        payload: { versionId, ownerId },
      });
  });
  await assertEncoders(deps);
  const sniffed = sniffContainer(await readHead(deps.store, original.key), original.sizeBytes);
  const [files, pictures, source] = await Promise.all([
    deps.store.workspace(),
    deps.store.workspace(),
    deps.store.localFile(original.key),
  ]);
  try {
    const audio = await probeOriginal(deps, { path: source.path, sniffed, cwd: files.path, signal });
    const percents = createProgressWriter({
      write: async (percent) => {
        await deps.db.tx((tx) => writeStage(deps, tx, { versionId, stage: 'transcoding', percent, failure: null }));
        await context.progress(percent);
      },
      onError: (error) => deps.log.warn({ err: error, versionId }, 'progress was not written'),
      nowMs: () => performance.now(),
    });
    await deps.db.tx((tx) => writeStage(deps, tx, { versionId, stage: 'transcoding', percent: 0, failure: null }));
    const transcoded = await transcodeVersion(
      { ffmpeg: deps.ffmpeg, settings: deps.transcode },
      { path: source.path, audio, workspace: files.path, signal, onPercent: percents.report },
    ).finally(percents.settle);
    await deps.db.tx((tx) => writeStage(deps, tx, { versionId, stage: 'publishing', percent: 99, failure: null }));
    const { durationMs, loudness, peaks } = transcoded;
    const renditions = await finishRenditions(files.path, { versionId, durationMs });
    const waveform = await writeWaveform(pictures.path, versionId, peaks);
    // Reading tags starts a worker thread (0.2 s of CPU), which most files need not pay for.
    const artworkAssetId: AssetId | null = audio.hasPicture
      ? await storeEmbeddedCover(deps, { ownerId, path: source.path })
      : null;
    signal.throwIfAborted();
    await pictures.publish(waveformPrefix(versionId));
    await files.publish(transcodePrefix(versionId));
    const { sampleRateHz, bitDepth, channels } = audio;
    const measured: MeasuredAudio = { durationMs, ...loudness, sampleRateHz, bitDepth, channels };
    await commitReadyVersion(deps, { versionId, ownerId, audio: measured, artworkAssetId, renditions, waveform });
  } finally {
    await Promise.all([files.discard(), pictures.discard(), source.dispose()]);
  }
}

async function assertEncoders(deps: MediaDeps): Promise<void> {
  const abilities = await deps.ffmpeg.currentAbilities();
  if (!isComplete(abilities)) throw new ProcessingFault('media.encoder_missing', abilities.missing.join(', '));
}

/** Reasons outside our code that another try of the same job would only repeat; null for everything else. */
function faultOf(error: unknown): ProcessingFault | null {
  if (error instanceof ProcessingFault) return error;
  if (error instanceof AppError && error.code === 'server.storage_full')
    return new ProcessingFault('media.storage_full', error.message);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new ProcessingFault('media.storage_full', String(code));
  return null;
}
