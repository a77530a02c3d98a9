import { z } from 'zod';

/** Every id that crosses the wire is a UUIDv7: unguessable enough for a URL, and it sorts by creation time. */
const uuid = z.uuid();

export const UserId = uuid.brand('UserId');
export type UserId = z.infer<typeof UserId>;
export const SessionId = uuid.brand('SessionId');
export type SessionId = z.infer<typeof SessionId>;
export const AssetId = uuid.brand('AssetId');
export type AssetId = z.infer<typeof AssetId>;
export const UploadId = uuid.brand('UploadId');
export type UploadId = z.infer<typeof UploadId>;
export const TrackId = uuid.brand('TrackId');
export type TrackId = z.infer<typeof TrackId>;
export const TrackVersionId = uuid.brand('TrackVersionId');
export type TrackVersionId = z.infer<typeof TrackVersionId>;
