import { z } from 'zod';
import { ProcessingFailure } from './errors.ts';
import { TrackId, TrackVersionId } from './ids.ts';

export const processingStages = ['queued', 'probing', 'transcoding', 'publishing', 'ready', 'failed'] as const;
export const ProcessingStage = z.enum(processingStages);
export type ProcessingStage = z.infer<typeof ProcessingStage>;

/** Messages that a browser or program receives over Socket.IO (`live` event) or Server-Sent Events. */
export const livePayloads = {
  'version.progressed': z.object({
    versionId: TrackVersionId,
    stage: ProcessingStage,
    percent: z.number().int().min(0).max(100),
    failure: ProcessingFailure.nullable(),
  }),
  'track.changed': z.object({ trackId: TrackId }),
  'track.published': z.object({ trackId: TrackId }),
} as const satisfies Record<string, z.ZodType>;
export type LiveName = keyof typeof livePayloads;
export type LivePayload<N extends LiveName> = z.infer<(typeof livePayloads)[N]>;

/** `public`: everyone · `user:<id>`: that user alone · `track:<id>`: whoever may read the track. */
export const LiveRoom = z
  .string()
  .max(80)
  .regex(/^(public|(user|track):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/);
export type LiveRoom = z.infer<typeof LiveRoom>;

/** One numbered message; `seq` grows over the whole instance and is what a reconnecting client hands back. */
export const LiveMessage = z.object({
  seq: z.number().int(),
  room: LiveRoom,
  name: z.enum(Object.keys(livePayloads) as [LiveName, ...LiveName[]]),
  data: z.unknown(),
  at: z.iso.datetime(),
});
export type LiveMessage = z.infer<typeof LiveMessage>;

/** Client → server: `subscribe` with the rooms and, after a reconnect, the last `seq` seen; acknowledged per room. */
export const SubscribeRequest = z.strictObject({
  rooms: z.array(LiveRoom).min(1).max(50),
  sinceSeq: z.number().int().min(0).optional(),
});
export const SubscribeReply = z.object({
  joined: z.array(LiveRoom),
  refused: z.array(LiveRoom),
  /** Highest seq known to the server when the rooms were joined. */
  seq: z.number().int(),
  /** True when messages since `sinceSeq` are no longer kept: the client must reload its state. */
  gap: z.boolean(),
});
export type SubscribeReply = z.infer<typeof SubscribeReply>;
