import { z } from 'zod';
import { AssetId, TrackId, TrackVersionId, UserId } from './ids.ts';

/** Every job the server knows, with the schema of its payload. The handler map is total over these names. */
export const jobPayloads = {
  'media.process-version': z.object({ versionId: TrackVersionId }),
  'media.sweep-uploads': z.object({}),
  'media.sweep-orphans': z.object({}),
  'media.discard-files': z.object({ versionId: TrackVersionId, assetId: AssetId }),
  'media.resume-stalled': z.object({}),
  'catalog.publish-scheduled': z.object({ trackId: TrackId }),
  'catalog.purge-deleted': z.object({}),
  'catalog.make-sample': z.object({ ownerId: UserId, index: z.number().int().min(0).max(3) }),
  'identity.sweep-sessions': z.object({}),
  'platform.maintain-database': z.object({}),
  'platform.backup-database': z.object({}),
  'platform.trim-logs': z.object({}),
} as const satisfies Record<string, z.ZodType>;

export type JobName = keyof typeof jobPayloads;
export type JobPayload<N extends JobName> = z.infer<(typeof jobPayloads)[N]>;
export const jobNames = Object.keys(jobPayloads) as [JobName, ...JobName[]];
