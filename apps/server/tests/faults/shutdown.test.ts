import { connect, type Socket } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { TrackView } from '@longwave/contracts/catalog';
import type { UploadView } from '@longwave/contracts/media';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeWav, pathOf, setUp, signIn, uploadBytes, type HttpClient } from './http-client.ts';
import { processesOn } from './leftovers.ts';
import { freePort, serverEnvironment, startServer, type ServerProcess } from './server-process.ts';

let dataDir: string;
let server: ServerProcess;
let client: HttpClient;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'longwave-stop-'));
  server = await startServer({ dataDir, port: await freePort() });
  await setUp(server.url, dataDir);
  client = await signIn(server.url);
}, 180_000);
afterAll(async () => {
  await server.kill();
  await rm(dataDir, { recursive: true });
});

test('a second process on the same data directory is refused with a sentence that says who holds it', async () => {
  const port = await freePort();
  const env = serverEnvironment({ dataDir, port });
  const second = promisify(execFile)(process.execPath, [join(import.meta.dirname, '../../bin/longwave.mjs'), 'serve'], {
    env,
  });
  const refused = (await second.then(
    () => null,
    (error: unknown) => error,
  )) as { code: number; stderr: string } | null;
  expect(refused?.code).toBe(1);
  expect(refused?.stderr.trim()).toMatch(
    new RegExp(
      `^The data directory ${dataDir} is in use by process ${server.pid} .*serving http://localhost:\\d+.*choose another DATA_DIR\\.$`,
    ),
  );
  expect((await client.call('GET', '/readyz')).status).toBe(200);
});

/** A connection that was used once and stays open. */
async function idleConnection(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await new Promise((resolve) => socket.once('data', resolve));
  socket.on('error', () => undefined);
  return socket;
}

/** A part whose sender has stalled in the middle. */
async function stalledUpload(port: number): Promise<Socket> {
  const bytes = makeWav({ seconds: 2, seed: 5 });
  const upload = await client.must<UploadView>({ status: 201 }, 'POST', '/api/uploads', {
    body: { filename: 'slow.wav', size: bytes.length },
  });
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => undefined);
  socket.write(
    `PUT ${pathOf(upload.parts[0]?.url ?? '')} HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${bytes.length}\r\n\r\n`,
  );
  socket.write(bytes.subarray(0, 1000));
  return socket;
}

async function readTrack(id: string): Promise<TrackView> {
  return client.must<TrackView>({ status: 200 }, 'GET', `/api/tracks/${id}`);
}

test(
  'SIGTERM ends within 10 s whatever is open, and the interrupted transcode is done after the next start',
  { timeout: 240_000 },
  async () => {
    const port = Number(new URL(server.url).port);
    const asset = await uploadBytes(client, 'long.wav', makeWav({ seconds: 240, seed: 3 }));
    const track = await client.must<TrackView>({ status: 201 }, 'POST', '/api/tracks', {
      body: { title: 'Long', assetId: asset.assetId },
    });
    while ((await readTrack(track.id)).version.stage !== 'transcoding') await pause(20);
    const idle = await idleConnection(port);
    const slow = await stalledUpload(port);
    const events = await fetch(new URL('/api/events?rooms=public', server.url));
    const socket = io(server.url, { transports: ['websocket'], reconnection: false });
    await new Promise((resolve) => socket.once('connect', () => resolve(undefined)));

    const stopped = await server.stop();
    expect({ ...stopped, output: server.output() }).toMatchObject({ exitCode: 0 });
    expect(stopped.tookMs).toBeLessThan(10_000);
    expect(await processesOn(dataDir)).toEqual([]);
    await events.text().catch(() => '');
    socket.disconnect();
    for (const connection of [idle, slow]) connection.destroy();

    server = await startServer({ dataDir, port });
    client = await signIn(server.url);
    while (['pending', 'processing'].includes((await readTrack(track.id)).status)) await pause(200);
    expect(await readTrack(track.id)).toMatchObject({ status: 'ready', failure: null, durationMs: 240_000 });
  },
);
