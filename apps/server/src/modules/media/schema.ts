import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { ProcessingFailure } from '@longwave/contracts/errors';
import { users } from '../identity/schema.ts';

const at = (name: string) => timestamp(name, { withTimezone: true });
const ownerId = () =>
  uuid('owner_id')
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' });

/** One stored object that a person owns. Equal bytes share a key (content addressed); each owner has a row. */
export const assets = pgTable(
  'assets',
  {
    id: uuid('id').primaryKey(),
    ownerId: ownerId(),
    bucket: text('bucket').notNull(),
    key: text('key').notNull(),
    filename: text('filename').notNull(),
    sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
    mime: text('mime').notNull(),
    sha256: text('sha256').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    index('assets_owner').on(t.ownerId, t.createdAt),
    index('assets_sha256').on(t.sha256),
    index('assets_key').on(t.key),
  ],
);

export const uploads = pgTable(
  'uploads',
  {
    id: uuid('id').primaryKey(),
    ownerId: ownerId(),
    filename: text('filename').notNull(),
    sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
    mime: text('mime').notNull(),
    purpose: text('purpose', { enum: ['track', 'version', 'artwork'] }).notNull(),
    partSizeBytes: integer('part_size_bytes').notNull(),
    state: text('state', { enum: ['open', 'completed', 'aborted'] }).notNull(),
    assetId: uuid('asset_id').references(() => assets.id, { onDelete: 'set null' }),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at').notNull(),
  },
  (t) => [index('uploads_owner_state').on(t.ownerId, t.state), index('uploads_expiry').on(t.state, t.expiresAt)],
);

export const uploadParts = pgTable(
  'upload_parts',
  {
    uploadId: uuid('upload_id')
      .notNull()
      .references(() => uploads.id, { onDelete: 'cascade' }),
    n: integer('n').notNull(),
    etag: text('etag').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    receivedAt: at('received_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.uploadId, t.n] })],
);

/** Processing of one track version from its original to everything a player needs. The version itself belongs to catalog. */
export const processings = pgTable(
  'processings',
  {
    versionId: uuid('version_id').primaryKey(),
    ownerId: ownerId(),
    originalAssetId: uuid('original_asset_id')
      .notNull()
      .references(() => assets.id),
    stage: text('stage', { enum: ['queued', 'probing', 'transcoding', 'publishing', 'ready', 'failed'] }).notNull(),
    percent: integer('percent').notNull().default(0),
    failure: jsonb('failure').$type<ProcessingFailure>(),
    createdAt: at('created_at').notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  (t) => [index('processings_owner').on(t.ownerId, t.createdAt), index('processings_asset').on(t.originalAssetId)],
);

export const renditions = pgTable(
  'renditions',
  {
    id: uuid('id').primaryKey(),
    trackVersionId: uuid('track_version_id')
      .notNull()
      .references(() => processings.versionId, { onDelete: 'cascade' }),
    format: text('format', { enum: ['hls_opus', 'hls_aac', 'mp3_320'] }).notNull(),
    /** Master playlist, or the file itself for MP3, below the object store. */
    entryKey: text('entry_key').notNull(),
    segmentPrefixKey: text('segment_prefix_key').notNull(),
    codec: text('codec').notNull(),
    /** Peak bits per second, from real segment sizes (HLS BANDWIDTH, RFC 8216 §4.3.4.2). */
    bandwidth: integer('bandwidth').notNull(),
    averageBandwidth: integer('average_bandwidth').notNull(),
    sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [uniqueIndex('renditions_version_format').on(t.trackVersionId, t.format)],
);

export const waveforms = pgTable('waveforms', {
  trackVersionId: uuid('track_version_id')
    .primaryKey()
    .references(() => processings.versionId, { onDelete: 'cascade' }),
  jsonKey: text('json_key').notNull(),
  datKey: text('dat_key').notNull(),
  pngKey: text('png_key').notNull(),
  /** 100 peaks 0–1 for small pictures and generated artwork. */
  overview: real('overview').array().notNull(),
});

/** Pictures made from an uploaded or embedded cover. */
export const artworks = pgTable('artworks', {
  assetId: uuid('asset_id')
    .primaryKey()
    .references(() => assets.id, { onDelete: 'cascade' }),
  /** `{prefix}/{size}.{format}` for sizes 200, 1000 and formats jpg, webp, avif. */
  prefixKey: text('prefix_key').notNull(),
  dominantColour: text('dominant_colour').notNull(),
  blurhash: text('blurhash').notNull(),
  createdAt: at('created_at').notNull(),
});
