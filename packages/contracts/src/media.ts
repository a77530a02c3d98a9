import { z } from 'zod';
import { AssetId, UploadId } from './ids.ts';
import { defineRoute } from './route.ts';

export const uploadPurposes = ['track', 'version', 'artwork'] as const;
export const UploadPurpose = z.enum(uploadPurposes);
export type UploadPurpose = z.infer<typeof UploadPurpose>;
export const uploadStates = ['open', 'completed', 'aborted'] as const;

/** Part sizes per spec: 5–64 MiB (the last may be smaller), at most 10,000 parts, at most 2 GiB per file. */
export const uploadLimits = {
  partSizeMinBytes: 5 * 1024 * 1024,
  partSizeMaxBytes: 64 * 1024 * 1024,
  partsMax: 10_000,
  fileSizeMaxBytes: 2 * 1024 * 1024 * 1024,
} as const;

const PartUrl = z.object({ n: z.number().int().min(1), url: z.string() });
const ReceivedPart = z.object({ n: z.number().int(), etag: z.string(), sizeBytes: z.number().int() });
const uploadParams = z.strictObject({ id: UploadId });
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits');

export const UploadView = z.object({
  uploadId: UploadId,
  filename: z.string(),
  size: z.number().int(),
  mime: z.string(),
  purpose: UploadPurpose,
  state: z.enum(uploadStates),
  partSize: z.number().int(),
  parts: z.array(PartUrl),
  received: z.array(ReceivedPart),
  assetId: AssetId.nullable(),
  expiresAt: z.iso.datetime(),
});
export type UploadView = z.infer<typeof UploadView>;

export const AssetView = z.object({
  assetId: AssetId,
  filename: z.string(),
  sizeBytes: z.number().int(),
  mime: z.string(),
  sha256: z.string(),
});
export type AssetView = z.infer<typeof AssetView>;

export const createUpload = defineRoute({
  id: 'createUpload',
  method: 'POST',
  path: '/api/uploads',
  tag: 'uploads',
  summary: 'Open a resumable upload; answers signed PUT URLs, one for each part',
  permission: 'upload.write',
  body: z.strictObject({
    filename: z.string().trim().min(1).max(255),
    size: z.number().int().min(0),
    mime: z.string().max(100).default('application/octet-stream'),
    purpose: UploadPurpose.default('track'),
  }),
  response: UploadView,
  status: 201,
  errors: ['upload.too_large', 'upload.empty', 'upload.quota_exceeded', 'upload.too_many_open', 'server.storage_full'],
});

export const readUpload = defineRoute({
  id: 'readUpload',
  method: 'GET',
  path: '/api/uploads/:id',
  tag: 'uploads',
  summary: 'State of an upload and the parts received, for resuming',
  permission: 'upload.write',
  params: uploadParams,
  response: UploadView,
  errors: ['upload.not_found'],
});

export const listUploads = defineRoute({
  id: 'listUploads',
  method: 'GET',
  path: '/api/uploads',
  tag: 'uploads',
  summary: 'Your unfinished uploads',
  permission: 'upload.write',
  response: z.array(UploadView.omit({ parts: true })),
});

export const signUploadParts = defineRoute({
  id: 'signUploadParts',
  method: 'POST',
  path: '/api/uploads/:id/sign',
  tag: 'uploads',
  summary: 'Fresh signed URLs for parts',
  permission: 'upload.write',
  params: uploadParams,
  body: z.strictObject({ parts: z.array(z.number().int().min(1).max(uploadLimits.partsMax)).min(1).max(1000) }),
  response: z.object({ parts: z.array(PartUrl) }),
  errors: ['upload.not_found', 'upload.not_open', 'upload.part_number_invalid'],
});

export const completeUpload = defineRoute({
  id: 'completeUpload',
  method: 'POST',
  path: '/api/uploads/:id/complete',
  tag: 'uploads',
  summary: 'Join the parts into an asset; safe to send twice',
  permission: 'upload.write',
  params: uploadParams,
  body: z.strictObject({
    parts: z
      .array(z.strictObject({ n: z.number().int().min(1), etag: z.string().max(200) }))
      .min(1)
      .max(uploadLimits.partsMax),
    sha256: Sha256.optional(),
  }),
  bodyLimitBytes: 2 * 1024 * 1024,
  response: AssetView,
  errors: [
    'upload.not_found',
    'upload.not_open',
    'upload.parts_missing',
    'upload.part_etag_mismatch',
    'upload.size_mismatch',
    'upload.sha256_mismatch',
    'server.storage_full',
  ],
});

export const abortUpload = defineRoute({
  id: 'abortUpload',
  method: 'DELETE',
  path: '/api/uploads/:id',
  tag: 'uploads',
  summary: 'Give an upload up and free its parts',
  permission: 'upload.write',
  params: uploadParams,
  errors: ['upload.not_found', 'upload.not_open'],
});

/** `{size}` of artwork pictures in pixels (square). */
export const artworkSizes = [200, 1000] as const;
export const artworkFormats = ['jpg', 'webp', 'avif'] as const;
export const ArtworkView = z.object({
  assetId: AssetId.nullable(),
  /** True when the server drew it (waveform over two colours of the title's hash). */
  generated: z.boolean(),
  url200: z.string(),
  url1000: z.string(),
  dominantColour: z.string().regex(/^#[0-9a-f]{6}$/),
  blurhash: z.string().nullable(),
});
export type ArtworkView = z.infer<typeof ArtworkView>;
