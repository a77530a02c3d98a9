import { z } from 'zod';
import { ProcessingFailure } from './errors.ts';
import { AssetId, TrackId, TrackVersionId, UserId } from './ids.ts';
import { Handle } from './identity.ts';
import { ProcessingStage } from './live.ts';
import { ArtworkView } from './media.ts';
import { defineRoute, PageMeta, PageQuery } from './route.ts';

export const visibilities = ['public', 'unlisted', 'private'] as const;
export const Visibility = z.enum(visibilities);
export type Visibility = z.infer<typeof Visibility>;
export const versionStatuses = ['pending', 'processing', 'ready', 'failed'] as const;
export const VersionStatus = z.enum(versionStatuses);
export type VersionStatus = z.infer<typeof VersionStatus>;

export const VersionView = z.object({
  id: TrackVersionId,
  label: z.string(),
  status: VersionStatus,
  stage: ProcessingStage,
  percent: z.number().int(),
  failure: ProcessingFailure.nullable(),
  durationMs: z.number().int().nullable(),
  loudnessLufs: z.number().nullable(),
  truePeakDbtp: z.number().nullable(),
  loudnessRangeLu: z.number().nullable(),
  sampleRateHz: z.number().int().nullable(),
  bitDepth: z.number().int().nullable(),
  channels: z.number().int().nullable(),
});
export type VersionView = z.infer<typeof VersionView>;

/**
 * `published`: listed or linkable now. A track starts as a draft; `publish` makes it public or schedules it.
 * `status`, `failure`, `durationMs`, `loudnessLufs`, `truePeakDbtp` repeat those of the primary version for short programs.
 */
export const TrackView = z.object({
  id: TrackId,
  slug: z.string(),
  title: z.string(),
  description: z.string(),
  artist: z.object({ id: UserId, handle: z.string(), displayName: z.string() }),
  visibility: Visibility,
  published: z.boolean(),
  releaseAt: z.iso.datetime().nullable(),
  publishedAt: z.iso.datetime().nullable(),
  explicit: z.boolean(),
  language: z.string().nullable(),
  licence: z.string().nullable(),
  isrc: z.string().nullable(),
  sample: z.boolean(),
  version: VersionView,
  status: VersionStatus,
  failure: ProcessingFailure.nullable(),
  durationMs: z.number().int().nullable(),
  loudnessLufs: z.number().nullable(),
  truePeakDbtp: z.number().nullable(),
  artwork: ArtworkView,
  url: z.string(),
  canEdit: z.boolean(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  deletedAt: z.iso.datetime().nullable(),
});
export type TrackView = z.infer<typeof TrackView>;

const Title = z.string().trim().min(1).max(200);
const Slug = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[\p{Ll}\p{Lo}\p{N}]+(?:-[\p{Ll}\p{Lo}\p{N}]+)*$/u, 'lower-case letters and digits joined by single "-"');
const trackParams = z.strictObject({ id: TrackId });

export const createTrack = defineRoute({
  id: 'createTrack',
  method: 'POST',
  path: '/api/tracks',
  tag: 'tracks',
  summary: 'Create a track from an uploaded asset; processing starts at once',
  permission: 'track.write',
  body: z.strictObject({ title: Title, assetId: AssetId, visibility: Visibility.default('private') }),
  response: TrackView,
  status: 201,
  errors: ['media.asset_not_found'],
});

export const readTrack = defineRoute({
  id: 'readTrack',
  method: 'GET',
  path: '/api/tracks/:id',
  tag: 'tracks',
  summary: 'One track with its primary version',
  permission: 'track.read',
  params: trackParams,
  response: TrackView,
  errors: ['catalog.track_not_found'],
});

export const readTrackBySlug = defineRoute({
  id: 'readTrackBySlug',
  method: 'GET',
  path: '/api/profiles/:handle/tracks/:slug',
  tag: 'tracks',
  summary: 'One track by its artist and slug; an old slug answers the track under its new one',
  permission: 'track.read',
  params: z.strictObject({ handle: Handle, slug: z.string().min(1).max(80) }),
  response: TrackView,
  errors: ['catalog.track_not_found'],
});

export const listTracks = defineRoute({
  id: 'listTracks',
  method: 'GET',
  path: '/api/tracks',
  tag: 'tracks',
  summary: 'Published tracks, newest first; of one artist with `artist`; all of your own with `mine`',
  permission: 'track.read',
  query: PageQuery.extend({ artist: Handle.optional(), mine: z.enum(['true', 'false', 'deleted']).optional() }),
  response: z.array(TrackView),
  meta: PageMeta,
  errors: ['catalog.cursor_invalid'],
});

export const updateTrack = defineRoute({
  id: 'updateTrack',
  method: 'PATCH',
  path: '/api/tracks/:id',
  tag: 'tracks',
  summary: 'Edit a track; a changed slug keeps the old one as a redirect',
  permission: 'track.write',
  params: trackParams,
  body: z.strictObject({
    title: Title.optional(),
    slug: Slug.optional(),
    description: z.string().trim().max(10_000).optional(),
    visibility: Visibility.optional(),
    releaseAt: z.iso.datetime({ offset: true }).nullable().optional(),
    explicit: z.boolean().optional(),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a BCP 47 tag such as "en" or "pt-BR"')
      .nullable()
      .optional(),
    licence: z.string().trim().max(60).nullable().optional(),
    isrc: z
      .string()
      .regex(/^[A-Z]{2}[A-Z0-9]{3}\d{7}$/, 'an ISRC without hyphens (ISO 3901)')
      .nullable()
      .optional(),
    artworkAssetId: AssetId.nullable().optional(),
  }),
  response: TrackView,
  errors: ['catalog.track_not_found', 'catalog.slug_taken', 'media.asset_not_found', 'media.artwork_invalid'],
});

export const publishTrack = defineRoute({
  id: 'publishTrack',
  method: 'POST',
  path: '/api/tracks/:id/publish',
  tag: 'tracks',
  summary: 'Publish now, or at `releaseAt`; a version that is still processing is published when ready',
  description:
    'A track whose visibility is `private` becomes `public` unless `visibility` says otherwise. Safe to send twice.',
  permission: 'track.write',
  params: trackParams,
  body: z
    .strictObject({
      visibility: z.enum(['public', 'unlisted']).optional(),
      releaseAt: z.iso.datetime({ offset: true }).optional(),
    })
    .optional(),
  response: TrackView,
  errors: ['catalog.track_not_found', 'catalog.track_not_ready', 'catalog.release_in_past'],
});

export const unpublishTrack = defineRoute({
  id: 'unpublishTrack',
  method: 'POST',
  path: '/api/tracks/:id/unpublish',
  tag: 'tracks',
  summary: 'Take a track back to a private draft',
  permission: 'track.write',
  params: trackParams,
  response: TrackView,
  errors: ['catalog.track_not_found'],
});

export const deleteTrack = defineRoute({
  id: 'deleteTrack',
  method: 'DELETE',
  path: '/api/tracks/:id',
  tag: 'tracks',
  summary: 'Delete a track; it can be restored for 30 days',
  permission: 'track.write',
  params: trackParams,
  errors: ['catalog.track_not_found'],
});

export const restoreTrack = defineRoute({
  id: 'restoreTrack',
  method: 'POST',
  path: '/api/tracks/:id/restore',
  tag: 'tracks',
  summary: 'Bring a deleted track back',
  permission: 'track.write',
  params: trackParams,
  response: TrackView,
  errors: ['catalog.track_not_found'],
});

export const retryTrack = defineRoute({
  id: 'retryTrack',
  method: 'POST',
  path: '/api/tracks/:id/retry',
  tag: 'tracks',
  summary: 'Process a failed version again',
  permission: 'track.write',
  params: trackParams,
  response: TrackView,
  errors: ['catalog.track_not_found', 'catalog.version_not_failed'],
});

export const fillWithSamples = defineRoute({
  id: 'fillWithSamples',
  method: 'POST',
  path: '/api/instance/samples',
  tag: 'instance',
  summary: 'Synthesise four short labelled pieces so that an empty instance has sound; safe to send twice',
  permission: 'instance.manage',
  status: 202,
  /** How many pieces were queued; 0 when they are there already. */
  response: z.object({ queued: z.number().int() }),
});
