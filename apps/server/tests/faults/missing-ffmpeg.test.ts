import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TrackView } from '@longwave/contracts/catalog';
import { expect, test } from 'vitest';
import { makeWav, setUp, signIn, uploadBytes, type HttpClient } from './http-client.ts';
import { freePort, serverEnvironment, startServer } from './server-process.ts';

const longwave = join(import.meta.dirname, '../../bin/longwave.mjs');

async function ended(client: HttpClient, id: string): Promise<TrackView> {
  for (;;) {
    const track = await client.must<TrackView>({ status: 200 }, 'GET', `/api/tracks/${id}`);
    if (track.status === 'ready' || track.status === 'failed') return track;
    await pause(100);
  }
}

function runDoctor(env: Record<string, string>): Promise<{ code: number; stdout: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [longwave, 'doctor'], { env }, (error, stdout) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout });
    });
  });
}

test(
  'without ffmpeg the server says so at its start and in doctor, fails the version with the reason, and a retry helps once it is there',
  { timeout: 240_000 },
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'longwave-no-ffmpeg-'));
    const port = await freePort();
    const env = { FFMPEG_PATH: '/nonexistent/ffmpeg', FFPROBE_PATH: '/nonexistent/ffprobe' };
    let server = await startServer({ dataDir, port, env });
    expect(server.output()).toMatch(/ffmpeg was not found: .* Type: /);
    const doctor = await runDoctor(serverEnvironment({ dataDir, port, env }));
    expect(doctor).toMatchObject({ code: 1, stdout: expect.stringMatching(/PROBLEM ffmpeg: not found.*Type: /) });

    await setUp(server.url, dataDir);
    let client = await signIn(server.url);
    const { assetId } = await uploadBytes(client, 'tone.wav', makeWav({ seconds: 2, seed: 1 }));
    const { id } = await client.must<TrackView>({ status: 201 }, 'POST', '/api/tracks', {
      body: { title: 'A', assetId },
    });
    const failed = await ended(client, id);
    expect(failed).toMatchObject({ status: 'failed', failure: { code: 'media.encoder_missing' } });
    expect(failed.failure?.hint).toContain('retry');
    expect((await server.stop()).exitCode).toBe(0);

    server = await startServer({ dataDir, port });
    expect(server.output()).not.toContain('was not found');
    client = await signIn(server.url);
    await client.must({ status: 200 }, 'POST', `/api/tracks/${id}/retry`);
    expect(await ended(client, id)).toMatchObject({ status: 'ready', failure: null, durationMs: 2000 });
    await server.stop();
    await rm(dataDir, { recursive: true });
  },
);
