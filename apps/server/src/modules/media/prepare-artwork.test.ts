import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProcessingFixture } from './processing.fixture.ts';

let fixture: Awaited<ReturnType<typeof createProcessingFixture>>;
let pictures: string;
beforeAll(async () => {
  pictures = mkdtempSync(join(tmpdir(), 'longwave-pictures-'));
  fixture = await createProcessingFixture();
});
afterAll(async () => {
  await fixture[Symbol.asyncDispose]();
  rmSync(pictures, { recursive: true, force: true });
});

/** An orange picture that ffmpeg writes in the format of its name. */
function draw(name: string): string {
  const path = join(pictures, name);
  const orange = ['-f', 'lavfi', '-i', 'color=c=0xcc6633:s=320x240', '-frames:v', '1'];
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...orange, path]);
  return path;
}
const upload = (path: string, filename: string) =>
  fixture.media.importFile({ ownerId: fixture.ownerId, path, filename });
const artworkFiles = () => Array.fromAsync(fixture.deps.store.list('artworks'), (head) => head.key);

it.each(['cover.jpg', 'cover.png', 'cover.webp'])('makes all pictures of an uploaded %s, once', async (name) => {
  const asset = await upload(draw(name), name);
  const made = await fixture.media.prepareArtwork(asset);
  expect(made.dominantColour).toMatch(/^#c[0-9a-f]6[0-9a-f]3[0-9a-f]$/);
  expect(made.blurhash).toHaveLength(36);
  const files = (await artworkFiles()).filter((key) => key.startsWith(`${made.prefixKey}/`));
  expect(files.toSorted()).toEqual(
    ['1000.avif', '1000.jpg', '1000.webp', '200.avif', '200.jpg', '200.webp'].map(
      (file) => `${made.prefixKey}/${file}`,
    ),
  );
  expect(await fixture.media.prepareArtwork(asset)).toMatchObject(made);
});

it.each<[string, () => Buffer]>([
  ['random bytes', () => randomBytes(5000)],
  ['nothing at all', () => Buffer.alloc(0)],
  ['half a picture', () => readFileSync(draw('half.png')).subarray(0, 300)],
  ['a page', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg')],
])('refuses %s by name and leaves no file', async (_, bytes) => {
  const path = join(pictures, 'garbage');
  writeFileSync(path, bytes());
  const asset = await upload(path, 'cover.jpg');
  await expect(fixture.media.prepareArtwork(asset)).rejects.toMatchObject({
    code: 'media.artwork_invalid',
    details: { field: 'artworkAssetId' },
  });
  expect((await artworkFiles()).filter((key) => key.includes(asset.id))).toEqual([]);
  expect((await fixture.media.readArtworks([asset.id])).size).toBe(0);
});
