import * as contract from '@longwave/contracts/media';
import { mount, type MountedRoute } from '../../platform/http/routes.ts';
import type { RawRoute } from '../../platform/http/raw-route.ts';
import { abortUpload } from './abort-upload.ts';
import { bareEtag } from './check-part-list.ts';
import { completeUpload } from './complete-upload.ts';
import { createUpload } from './create-upload.ts';
import { createPartSlots } from './part-slots.ts';
import { presentAsset, presentOpenUpload, presentUpload } from './present-upload.ts';
import { readOpenUploads, readParts, readPartsOf, requireOwnUpload, type UploadRow } from './read-upload.ts';
import { partRoutePath, receivePart } from './receive-part.ts';
import { signPart, signUploadParts } from './sign-upload-parts.ts';
import type { UploadDeps } from './upload-deps.ts';
import { partCount } from './upload-policy.ts';

function signAll(deps: UploadDeps, upload: UploadRow, origin: string) {
  if (upload.state !== 'open') return [];
  return Array.from({ length: partCount(upload) }, (_, index) => signPart(deps, upload, { n: index + 1, origin }));
}

/** The upload protocol except the parts themselves. */
export function uploadRoutes(deps: UploadDeps): MountedRoute[] {
  return [
    mount(contract.createUpload, async ({ actor, body, http }) => {
      const upload = await createUpload(deps, actor, body);
      return { data: presentUpload(upload, [], signAll(deps, upload, http.origin)) };
    }),
    mount(contract.readUpload, async ({ actor, params, http }) => {
      const upload = await requireOwnUpload(deps.db.read, actor, { id: params.id });
      const received = await readParts(deps.db.read, upload.id);
      return { data: presentUpload(upload, received, signAll(deps, upload, http.origin)) };
    }),
    mount(contract.listUploads, async ({ actor }) => {
      const open = await readOpenUploads(deps.db.read, actor);
      const parts = await readPartsOf(
        deps.db.read,
        open.map((upload) => upload.id),
      );
      return { data: open.map((upload) => presentOpenUpload(upload, parts.get(upload.id) ?? [])) };
    }),
    mount(contract.signUploadParts, async ({ actor, params, body, http }) => ({
      data: {
        parts: await signUploadParts(deps, actor, { uploadId: params.id, parts: body.parts, origin: http.origin }),
      },
    })),
    mount(contract.completeUpload, async ({ actor, params, body }) => {
      const parts = body.parts.map(({ n, etag }) => ({ n, etag: bareEtag(etag) }));
      return {
        data: presentAsset(await completeUpload(deps, actor, { uploadId: params.id, parts, sha256: body.sha256 })),
      };
    }),
    mount(contract.abortUpload, async ({ actor, params }) => abortUpload(deps, actor, { uploadId: params.id })),
  ];
}

/** `PUT` of one part, authorised by its signature alone. Answers the part's `ETag`. */
export function uploadRawRoutes(deps: UploadDeps): RawRoute[] {
  const slots = createPartSlots();
  return [
    {
      id: 'putUploadPart',
      method: 'PUT',
      path: partRoutePath,
      tag: 'uploads',
      summary: 'Send one part of an upload to its signed URL; sent again, the last one counts',
      permission: 'upload.part',
      errors: [
        'upload.signature_invalid',
        'upload.signature_expired',
        'upload.not_found',
        'upload.not_open',
        'upload.part_number_invalid',
        'upload.part_size_mismatch',
        'request.timeout',
        'request.rate_limited',
        'server.unavailable',
        'server.storage_full',
      ],
      produces: 'application/json',
      async handle(input) {
        const part = await receivePart({ ...deps, slots }, input);
        const body = JSON.stringify({ data: part, meta: {} });
        input.response.writeHead(200, {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(body),
          'cache-control': 'no-store',
          etag: `"${part.etag}"`,
        });
        input.response.end(body);
      },
    },
  ];
}
