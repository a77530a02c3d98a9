import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeSound, putCoverBefore, tones } from './processing.fixture.ts';
import { readTagsAndCover } from './read-tags.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'longwave-tags-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tagged = (key: string) => [
  ...['-metadata', 'title=Night  Ferry', '-metadata', 'artist=Nina\tHart', '-metadata', 'album=Harbour'],
  ...['-metadata', 'track=3/9', '-metadata', `${key}=DEA442600001`],
];
const empty = { title: null, artist: null, album: null, isrc: null, trackNumber: null };

it.each([
  ['song.flac', 'ISRC'],
  ['song.mp3', 'TSRC'],
  ['song.ogg', 'ISRC'],
])('reads title, artist, album, number and ISRC of %s', async (name, isrcKey) => {
  const codec = name.endsWith('.ogg') ? ['-c:a', 'libopus'] : [];
  const path = makeSound(folder, name, [...tones(1, 48_000), ...tagged(isrcKey), ...codec]);
  const { tags, cover } = await readTagsAndCover(path, { wantsCover: true });
  expect(tags).toEqual({
    ...{ title: 'Night  Ferry', artist: 'Nina Hart', album: 'Harbour', isrc: 'DEA442600001', trackNumber: 3 },
  });
  expect(cover).toBeNull();
});

it('hands a cover of up to 20 MiB over as it is in the file, and ignores a larger one', async () => {
  const sound = makeSound(folder, 'plain.mp3', [...tones(1), '-id3v2_version', '0']);
  const picture = randomBytes(20 * 1024 ** 2);
  const { cover, tags } = await readTagsAndCover(putCoverBefore(sound, picture), { wantsCover: true });
  expect(Buffer.from(cover ?? []).equals(picture)).toBe(true);
  expect(tags.title).toBeNull();
  const larger = await readTagsAndCover(putCoverBefore(sound, Buffer.concat([picture, Buffer.alloc(1)])), {
    wantsCover: true,
  });
  expect(larger.cover).toBeNull();
});

it('answers nothing for a file that is no music, and for one that is not there', async () => {
  const path = join(folder, 'noise.mp3');
  writeFileSync(path, randomBytes(100_000));
  expect(await readTagsAndCover(path, { wantsCover: true })).toEqual({ tags: empty, cover: null });
  expect(await readTagsAndCover(join(folder, 'absent.mp3'), { wantsCover: true })).toEqual({
    tags: empty,
    cover: null,
  });
});
