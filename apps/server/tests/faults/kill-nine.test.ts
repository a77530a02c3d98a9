import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TrackView } from '@longwave/contracts/catalog';
import { expect, test } from 'vitest';
import { NoAnswer, createHttpClient, setUp, signIn, type HttpClient } from './http-client.ts';
import { processesOn, sweepAndInspect } from './leftovers.ts';
import { createRandom } from './random.ts';
import { freePort, startServer, type ServerProcess } from './server-process.ts';
import { advance, lostPromises, newSong, ownTracks, phases, type Phase, type SongFlow } from './song-flow.ts';

const rounds = Number(process.env.KILL_ROUNDS ?? 6);
const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
/** Songs that go through the server at once. */
const workers = 2;
/** New songs of one round, so that a long pause before the kill does not fill the queue. */
const songsPerRound = 3;
/** The kill comes this long at most after its phase began: about what the phase takes. */
const killWithinMs: Record<Phase, number> = { upload: 250, transcode: 1500, publish: 60 };

/** Lets the client work until the server is killed, at a random moment of the wanted phase. */
async function workUntilKilled(
  server: ServerProcess,
  client: HttpClient,
  { songs, phase, delayMs }: { songs: SongFlow[]; phase: Phase; delayMs: number },
): Promise<string[]> {
  const { promise: began, resolve: begin } = Promise.withResolvers<void>();
  const wrong: string[] = [];
  const before = songs.length;
  const queue = songs.filter((song) => !song.published);
  const takeSong = () => {
    const waiting = queue.shift();
    if (waiting || songs.length - before >= songsPerRound) return waiting;
    const song = newSong(songs.length + 1);
    songs.push(song);
    return song;
  };
  const work = async () => {
    for (let song = takeSong(); song; song = takeSong()) {
      try {
        await advance(client, song, (now) => now === phase && begin());
      } catch (error) {
        if (!(error instanceof NoAnswer)) wrong.push(String(error));
        return;
      }
    }
  };
  const working = Promise.all(Array.from({ length: workers }, work));
  await began;
  await pause(delayMs);
  await server.kill();
  await working;
  return wrong;
}

/** Resolves when no program of the killed server works on the folder any more; answers those that outlive it by 5 s. */
async function outliving(dataDir: string): Promise<string[]> {
  const deadlineMs = performance.now() + 5000;
  for (;;) {
    const running = await processesOn(dataDir);
    if (running.length === 0 || performance.now() > deadlineMs) return running.map(({ command }) => command);
    await pause(50);
  }
}

async function waitForEnd(client: HttpClient): Promise<TrackView[]> {
  for (;;) {
    const tracks = await ownTracks(client);
    if (tracks.every(({ status, published }) => status === 'failed' || (status === 'ready' && published)))
      return tracks;
    await pause(500);
  }
}

test(
  `nothing acknowledged is lost by kill -9 in ${rounds} rounds of upload, transcode and publish`,
  { timeout: 60_000 + rounds * 30_000 },
  async () => {
    console.log(`kill -9: ${rounds} rounds, repeat with KILL_SEED=${seed}`);
    const random = createRandom(seed);
    const dataDir = await mkdtemp(join(tmpdir(), 'longwave-kill-'));
    const port = await freePort();
    const songs: SongFlow[] = [];
    let server = await startServer({ dataDir, port });
    await setUp(server.url, dataDir);
    for (let round = 1; round <= rounds; round += 1) {
      const phase = phases[Math.floor(random() * phases.length)] ?? 'upload';
      const delayMs = Math.floor(random() * killWithinMs[phase]);
      const wrong = await workUntilKilled(server, await signIn(server.url), { songs, phase, delayMs });
      expect(wrong, `round ${round}`).toEqual([]);
      expect(await outliving(dataDir), `programs that outlive the server, round ${round}`).toEqual([]);
      server = await startServer({ dataDir, port });
      const client = await signIn(server.url);
      const lost = await Promise.all(songs.slice(-8).map((song) => lostPromises(client, song)));
      expect(lost.flat(), `round ${round}, killed ${delayMs} ms into ${phase}`).toEqual([]);
    }

    const client = await signIn(server.url);
    for (const song of songs) await advance(client, song, () => undefined);
    const tracks = await waitForEnd(client);
    const lost: string[] = [];
    for (const song of songs) lost.push(...(await lostPromises(client, song)));
    expect(lost).toEqual([]);
    expect(tracks.map(({ title }) => title).toSorted()).toEqual(songs.map(({ title }) => title).toSorted());
    const failures = tracks.filter(({ status }) => status === 'failed');
    for (const { title, failure } of failures) expect(failure, title).not.toBeNull();
    const anyone = createHttpClient(server.url, null);
    for (const { id } of tracks.filter(({ status }) => status === 'ready').slice(0, 20)) {
      const playback = await anyone.must<{ mp3: { url: string } }>(
        { status: 200 },
        'GET',
        `/api/tracks/${id}/playback`,
      );
      const sound = await fetch(new URL(playback.mp3.url, server.url), { headers: { range: 'bytes=0-1023' } });
      expect(sound.status).toBe(206);
      await sound.arrayBuffer();
    }
    expect((await server.stop()).exitCode).toBe(0);

    expect(await sweepAndInspect(dataDir)).toEqual({
      transcodes: [],
      waveforms: [],
      uploads: [],
      scratch: [],
      missingFiles: [],
      openUploads: 0,
    });
    const reasons = failures.map(({ title, failure }) => `${title}: ${failure?.code}`).join(', ');
    console.log(
      `kill -9: ${songs.length} songs, ${tracks.length - failures.length} ready, ${failures.length} failed ${reasons}`,
    );
    await rm(dataDir, { recursive: true });
  },
);
