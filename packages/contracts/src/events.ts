import { z } from 'zod';
import { ProcessingFailure } from './errors.ts';
import { AssetId, TrackId, TrackVersionId, UserId } from './ids.ts';

/** What a finished processing measured; units in the names. Loudness per EBU R128, `null` where the programme is silent. */
export const MeasuredAudio = z.object({
  durationMs: z.number().int(),
  loudnessLufs: z.number().nullable(),
  truePeakDbtp: z.number().nullable(),
  loudnessRangeLu: z.number().nullable(),
  sampleRateHz: z.number().int(),
  bitDepth: z.number().int().nullable(),
  channels: z.number().int(),
});
export type MeasuredAudio = z.infer<typeof MeasuredAudio>;

/** Domain events: emitted inside the transaction that makes them true, delivered at least once, in order per subject. */
export const eventPayloads = {
  'media.version-started': z.object({ versionId: TrackVersionId, ownerId: UserId }),
  'media.version-processed': z.object({
    versionId: TrackVersionId,
    ownerId: UserId,
    audio: MeasuredAudio,
    artworkAssetId: AssetId.nullable(),
  }),
  'media.version-failed': z.object({ versionId: TrackVersionId, ownerId: UserId, failure: ProcessingFailure }),
  'catalog.track-published': z.object({ trackId: TrackId, ownerId: UserId }),
} as const satisfies Record<string, z.ZodType>;

export type EventName = keyof typeof eventPayloads;
export type EventPayload<N extends EventName> = z.infer<(typeof eventPayloads)[N]>;
