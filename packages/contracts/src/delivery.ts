import { z } from 'zod';
import { ArtworkView } from './media.ts';
import { TrackId } from './ids.ts';
import { defineRoute } from './route.ts';

/** RFC 6381 codec strings of the HLS families, in the order a player should prefer them. */
export const hlsCodecs = ['opus', 'mp4a.40.2'] as const;

export const PlaybackView = z.object({
  trackId: TrackId,
  durationMs: z.number().int(),
  loudnessLufs: z.number().nullable(),
  truePeakDbtp: z.number().nullable(),
  hls: z.array(z.object({ codec: z.enum(hlsCodecs), url: z.string(), bandwidth: z.number().int() })),
  mp3: z.object({ url: z.string() }),
  peaks: z.object({ dat: z.string(), json: z.string(), png: z.string() }),
  artwork: ArtworkView,
  /** When the signed URLs end; ask again before. */
  expiresAt: z.iso.datetime(),
});
export type PlaybackView = z.infer<typeof PlaybackView>;

export const readPlayback = defineRoute({
  id: 'readPlayback',
  method: 'GET',
  path: '/api/tracks/:id/playback',
  tag: 'tracks',
  summary: 'Signed, expiring URLs of everything a player needs',
  permission: 'playback.read',
  params: z.strictObject({ id: TrackId }),
  response: PlaybackView,
  errors: ['catalog.track_not_found', 'media.not_ready'],
});

/** oEmbed 1.0 §2.2 consumer request; unknown parameters are ignored, as the specification allows consumers their own. */
export const OEmbedQuery = z.object({
  url: z.url().max(2000),
  maxwidth: z.coerce.number().int().min(1).max(10_000).optional(),
  maxheight: z.coerce.number().int().min(1).max(10_000).optional(),
  format: z.enum(['json', 'xml']).default('json'),
});
export const OEmbedView = z.object({
  version: z.literal('1.0'),
  type: z.literal('rich'),
  provider_name: z.string(),
  provider_url: z.string(),
  title: z.string(),
  author_name: z.string(),
  author_url: z.string(),
  thumbnail_url: z.string(),
  thumbnail_width: z.number().int(),
  thumbnail_height: z.number().int(),
  html: z.string(),
  width: z.number().int(),
  height: z.number().int(),
});
export type OEmbedView = z.infer<typeof OEmbedView>;
