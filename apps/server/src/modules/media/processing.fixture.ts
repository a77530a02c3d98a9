import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { TrackVersionId, UserId } from '@longwave/contracts/ids';
import { createTestDatabase } from '../../../tests/support/test-database.ts';
import { FakeClock } from '../../platform/clock.ts';
import { createEvents } from '../../platform/events/create-events.ts';
import { createFfmpeg } from '../../platform/ffmpeg/create-ffmpeg.ts';
import { detectFfmpeg } from '../../platform/ffmpeg/detect-ffmpeg.ts';
import { createSignedUrls } from '../../platform/http/signed-url.ts';
import { newId } from '../../platform/ids.ts';
import { createJobs } from '../../platform/jobs/create-jobs.ts';
import type { JobContext } from '../../platform/jobs/jobs.ts';
import { createLog } from '../../platform/log.ts';
import { createLiveLog } from '../../platform/realtime/create-live-log.ts';
import { createFsObjectStore } from '../../platform/storage/fs-object-store.ts';
import { users } from '../identity/schema.ts';
import { mediaJobs } from './jobs.ts';
import type { MediaDeps } from './media-deps.ts';
import { createMedia } from './media.ts';

/** Real database, store, ffmpeg, jobs and events in a folder of their own, for tests of processing. */
export async function createProcessingFixture(changes: Partial<MediaDeps> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'longwave-media-test-'));
  const db = await createTestDatabase();
  const log = createLog({ level: process.env.TEST_LOG ?? 'silent', pretty: false });
  const clock = new FakeClock(new Date('2026-01-01T00:00:00Z'));
  const jobs = createJobs({ db, clock, log, mode: 'manual' });
  const deps: MediaDeps = {
    db,
    log,
    clock,
    jobs,
    store: await createFsObjectStore({ rootDir: join(folder, 'objects'), log }),
    signed: createSignedUrls({ keys: [{ id: 'test', secret: new Uint8Array(32).fill(7) }], clock }),
    settings: { fileMaxBytes: 2 ** 31, quotaBytes: 2 ** 40, partBytes: 8 * 1024 ** 2 },
    ffmpeg: createFfmpeg({ abilities: await detectFfmpeg({ cacheDir: join(tmpdir(), 'longwave-test-ffmpeg') }), log }),
    events: createEvents({ db, clock, log }),
    live: createLiveLog({ db, clock, log }),
    transcode: { aacCoder: 'fast' },
    concurrency: 2,
    ...changes,
  };
  await jobs.start(mediaJobs(deps), []);
  const media = createMedia(deps);
  const ownerId = newId<UserId>();
  const now = clock.now();
  await db.tx((tx) =>
    tx.insert(users).values({
      ...{ id: ownerId, handle: 'artist', email: 'artist@example.org', displayName: 'Artist', role: 'artist' as const },
      ...{ createdAt: now, updatedAt: now },
    }),
  );
  /** Stores a local file and queues it as a new version. */
  const submit = async (path: string) => {
    const asset = await media.importFile({ ownerId, path, filename: path.slice(path.lastIndexOf('/') + 1) });
    const versionId = newId<TrackVersionId>();
    await db.tx((tx) => media.startProcessing(tx, { versionId, asset }));
    return { versionId, asset };
  };
  return {
    ...{ deps, media, folder, ownerId, clock, submit, jobs },
    /** Submits and processes; answers the end state. */
    async process(path: string) {
      const submitted = await submit(path);
      await jobs.processAll();
      const state = (await media.readProcessings([submitted.versionId])).get(submitted.versionId);
      if (!state) throw new Error('the processing is gone');
      return { ...submitted, state };
    },
    async [Symbol.asyncDispose]() {
      await jobs[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a job's handler gets on its first try. */
export function firstTry(signal: AbortSignal = new AbortController().signal): JobContext {
  return { jobId: 'test', attempt: 1, lastAttempt: false, signal, progress: async () => undefined };
}

/** Makes a file with ffmpeg; answers its path. `args` go between input options and the file name. */
export function makeSound(folder: string, name: string, args: readonly string[]): string {
  const path = join(folder, `${randomUUID().slice(0, 8)}-${name}`);
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args, path], { timeout: 30_000 });
  return path;
}

/** A stereo tone that moves, as lavfi input. */
export const tones = (seconds: number, rateHz = 44_100) => [
  ...['-f', 'lavfi', '-i'],
  `aevalsrc='0.4*sin(2*PI*220*t)*(0.6+0.4*sin(3*t))|0.3*sin(2*PI*331*t)':s=${rateHz}:d=${seconds}`,
];

/** A copy of an MP3 behind an ID3v2.3 tag that holds only this picture (id3.org, "Attached picture"); answers its path. */
export function putCoverBefore(sound: string, picture: Buffer): string {
  const frame = Buffer.concat([Buffer.from('\0image/png\0\x03\0', 'latin1'), picture]);
  const head = Buffer.alloc(20);
  head.write('ID3\x03', 0, 'latin1');
  const tagBytes = frame.length + 10;
  [21, 14, 7, 0].forEach((shift, index) => head.writeUInt8((tagBytes >> shift) & 127, 6 + index));
  head.write('APIC', 10);
  head.writeUInt32BE(frame.length, 14);
  const path = join(dirname(sound), `${randomUUID().slice(0, 8)}-with-cover.mp3`);
  writeFileSync(path, Buffer.concat([head, frame, readFileSync(sound)]));
  return path;
}
