import {
  boolean,
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
import { assets } from '../media/schema.ts';

const at = (name: string) => timestamp(name, { withTimezone: true });

export const tracks = pgTable(
  'tracks',
  {
    id: uuid('id').primaryKey(),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    slug: text('slug').notNull(),
    title: text('title').notNull(),
    descriptionMd: text('description_md').notNull().default(''),
    visibility: text('visibility', { enum: ['public', 'unlisted', 'private'] }).notNull(),
    /** The owner's wish: visible from `release_at` (or at once) as soon as the primary version is ready. */
    publishRequestedAt: at('publish_requested_at'),
    releaseAt: at('release_at'),
    /** Set once it is visible to others; lists are ordered by it. */
    publishedAt: at('published_at'),
    artworkAssetId: uuid('artwork_asset_id').references(() => assets.id, { onDelete: 'set null' }),
    primaryVersionId: uuid('primary_version_id').notNull(),
    isrc: text('isrc'),
    explicit: boolean('explicit').notNull().default(false),
    language: text('language'),
    licence: text('licence'),
    /** Made by "fill with sample music"; labelled so everywhere. */
    sample: boolean('sample').notNull().default(false),
    createdAt: at('created_at').notNull(),
    updatedAt: at('updated_at').notNull(),
    deletedAt: at('deleted_at'),
  },
  (t) => [
    uniqueIndex('tracks_owner_slug').on(t.ownerId, t.slug),
    index('tracks_listed').on(t.visibility, t.publishedAt, t.id),
    index('tracks_owner').on(t.ownerId, t.createdAt, t.id),
    index('tracks_deleted').on(t.deletedAt),
  ],
);

/** Slugs a track had before; they redirect to the current one. */
export const trackFormerSlugs = pgTable(
  'track_former_slugs',
  {
    ownerId: uuid('owner_id').notNull(),
    slug: text('slug').notNull(),
    trackId: uuid('track_id')
      .notNull()
      .references(() => tracks.id, { onDelete: 'cascade' }),
    createdAt: at('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.ownerId, t.slug] }), index('track_former_slugs_track').on(t.trackId)],
);

export const trackVersions = pgTable(
  'track_versions',
  {
    id: uuid('id').primaryKey(),
    trackId: uuid('track_id')
      .notNull()
      .references(() => tracks.id, { onDelete: 'cascade' }),
    versionLabel: text('version_label').notNull(),
    originalAssetId: uuid('original_asset_id')
      .notNull()
      .references(() => assets.id),
    status: text('status', { enum: ['pending', 'processing', 'ready', 'failed'] }).notNull(),
    failure: jsonb('failure').$type<ProcessingFailure>(),
    durationMs: integer('duration_ms'),
    loudnessLufs: real('loudness_lufs'),
    truePeakDbtp: real('true_peak_dbtp'),
    loudnessRangeLu: real('loudness_range_lu'),
    sampleRate: integer('sample_rate'),
    bitDepth: integer('bit_depth'),
    channels: integer('channels'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [index('track_versions_track').on(t.trackId)],
);
