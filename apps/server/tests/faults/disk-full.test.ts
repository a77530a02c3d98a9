import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, rmdir, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TrackView } from '@longwave/contracts/catalog';
import type { AssetView, UploadView } from '@longwave/contracts/media';
import { expect, test } from 'vitest';
import { makeWav, pathOf, setUp, sha256, signIn, type HttpClient } from './http-client.ts';
import { sweepAndInspect } from './leftovers.ts';
import { freePort, startServer } from './server-process.ts';

/** Small volumes are made with tmpfs, which needs root on Linux. */
const mayMount = process.platform === 'linux' && process.getuid?.() === 0;

async function mountSmallDisk(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'longwave-full-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=700', 'longwave-test', path]);
  return {
    path,
    async [Symbol.asyncDispose]() {
      execFileSync('umount', [path]);
      await rmdir(path);
    },
  };
}

/** Fills the volume but for some bytes; what is returned frees it again. */
async function fill(folder: string, leftBytes: number): Promise<() => Promise<void>> {
  const path = join(folder, 'ballast');
  const volume = await statfs(folder);
  const bytes = Buffer.alloc(Math.max(0, volume.bavail * volume.bsize - leftBytes));
  await writeFile(path, bytes);
  return () => rm(path);
}

async function whenEnded(client: HttpClient, id: string): Promise<TrackView> {
  for (;;) {
    const track = await client.must<TrackView>({ status: 200 }, 'GET', `/api/tracks/${id}`);
    if (track.status === 'ready' || track.status === 'failed') return track;
    await pause(100);
  }
}

test.skipIf(!mayMount)(
  'a full disk is answered 507 and leaves nothing broken; everything goes on once there is room',
  { timeout: 240_000 },
  async () => {
    await using disk = await mountSmallDisk();
    const dataDir = disk.path;
    const port = await freePort();
    await using server = await startServer({ dataDir, port });
    await setUp(server.url, dataDir);
    const client = await signIn(server.url);
    const bytes = makeWav({ seconds: 20, seed: 7 });
    const body = { filename: 'tone.wav', size: bytes.length };
    const upload = await client.must<UploadView>({ status: 201 }, 'POST', '/api/uploads', { body });
    const part = pathOf(upload.parts[0]?.url ?? '');

    const makeRoom = await fill(dataDir, 1024 * 1024);
    const hopeless = await client.call('POST', '/api/uploads', { body });
    expect([hopeless.status, hopeless.error?.code]).toEqual([507, 'server.storage_full']);
    const refused = await client.call('PUT', part, { body: bytes });
    expect([refused.status, refused.error?.code]).toEqual([507, 'server.storage_full']);
    expect((await client.call('GET', `/api/uploads/${upload.uploadId}`)).status).toBe(200);
    await makeRoom();

    const { etag } = await client.must<{ etag: string }>({ status: 200 }, 'PUT', part, { body: bytes });
    const parts = { parts: [{ n: 1, etag }], sha256: sha256(bytes) };
    const complete = `/api/uploads/${upload.uploadId}/complete`;
    const makeRoomAgain = await fill(dataDir, 1024 * 1024);
    const full = await client.call('POST', complete, { body: parts });
    expect([full.status, full.error?.code]).toEqual([507, 'server.storage_full']);
    await makeRoomAgain();
    const asset = await client.must<AssetView>({ status: 200 }, 'POST', complete, { body: parts });
    expect(asset.sha256).toBe(sha256(bytes));

    // Room for the rows, none for the renditions.
    const makeRoomForSound = await fill(dataDir, 1024 * 1024);
    const track = await client.must<TrackView>({ status: 201 }, 'POST', '/api/tracks', {
      body: { title: 'Tone', assetId: asset.assetId },
    });
    const failed = await whenEnded(client, track.id);
    expect(failed).toMatchObject({ status: 'failed', failure: { code: 'media.storage_full' } });
    await makeRoomForSound();
    await client.must({ status: 200 }, 'POST', `/api/tracks/${track.id}/retry`);
    expect(await whenEnded(client, track.id)).toMatchObject({ status: 'ready', durationMs: 20_000 });

    expect((await server.stop()).exitCode).toBe(0);
    expect(await sweepAndInspect(dataDir)).toMatchObject({
      transcodes: [],
      scratch: [],
      uploads: [],
      missingFiles: [],
    });
  },
);
