import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { createProcessingFixture, makeSound, tones } from './processing.fixture.ts';

const hourMs = 3600 * 1000;
let fixture: Awaited<ReturnType<typeof createProcessingFixture>>;
let sounds: string;
beforeAll(async () => {
  sounds = mkdtempSync(join(tmpdir(), 'longwave-sounds-'));
  fixture = await createProcessingFixture();
});
afterAll(async () => {
  await fixture[Symbol.asyncDispose]();
  rmSync(sounds, { recursive: true, force: true });
});

async function stored(): Promise<string[]> {
  const roots = ['transcodes', 'waveforms', 'artworks', 'originals'];
  const keys = roots.map((root) => Array.fromAsync(fixture.deps.store.list(root), (head) => head.key));
  return (await Promise.all(keys)).flat();
}
function setAge(key: string, ageMs: number): void {
  const at = new Date(fixture.clock.now().getTime() - ageMs);
  utimesSync(join(fixture.folder, 'objects', key), at, at);
}
function leave(key: string, ageMs: number): string {
  const path = join(fixture.folder, 'objects', key);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'left behind');
  setAge(key, ageMs);
  return key;
}
async function sweep(): Promise<void> {
  await fixture.deps.db.tx((tx) => fixture.jobs.enqueue(tx, 'media.sweep-orphans', {}));
  await fixture.jobs.processAll();
}

it('removes files that no row names once they are older than 24 h, and nothing else', async () => {
  const { versionId, asset } = await fixture.process(makeSound(sounds, 'live.flac', tones(2)));
  const living = await stored();
  expect(living).toEqual(expect.arrayContaining([asset.key, `transcodes/${versionId}/mp3/track.mp3`]));
  for (const key of living) setAge(key, 100 * hourMs);
  const id = newId<string>();
  const orphans = [
    leave(`transcodes/${id}/opus/segment_0.m4s`, 25 * hourMs),
    leave(`waveforms/${id}/peaks.dat`, 25 * hourMs),
    leave(`artworks/${id}/200.jpg`, 25 * hourMs),
    leave(`originals/${'0'.repeat(64)}`, 25 * hourMs),
  ];
  const young = newId<string>();
  const kept = [
    leave(`transcodes/${young}/opus/segment_0.m4s`, 23 * hourMs),
    // A folder is as young as its youngest file: a run is still writing into it.
    leave(`transcodes/${young}/aac/segment_0.m4s`, 100 * hourMs),
    leave(`originals/${'1'.repeat(64)}`, 23 * hourMs),
    // What is not named by an id was put there by somebody else.
    leave('transcodes/notes/readme.txt', 100 * hourMs),
  ];
  await sweep();
  expect(await stored()).toEqual(expect.arrayContaining([...living, ...kept]));
  expect((await stored()).filter((key) => orphans.includes(key))).toEqual([]);
  expect(readdirSync(join(fixture.folder, 'objects', 'transcodes'))).not.toContain(id);
});
