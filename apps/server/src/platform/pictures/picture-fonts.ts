import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { decodeWoff2 } from './woff2.ts';

/** Pango names of the product's typefaces, as the decoded files call themselves; the comma ends a name that has words of its own meaning. */
export const pictureFonts = { display: 'Bricolage Grotesque 96pt ExtraBold,', text: 'Inter,' } as const;

const display = 'bricolage-grotesque';
const files = [
  `${display}/files/${display}-latin-wght-normal.woff2`,
  `${display}/files/${display}-latin-ext-wght-normal.woff2`,
  `${display}/files/${display}-vietnamese-wght-normal.woff2`,
  ...['latin', 'latin-ext', 'greek', 'cyrillic', 'cyrillic-ext', 'vietnamese'].map(
    (subset) => `inter/files/inter-${subset}-wght-normal.woff2`,
  ),
];

/** Decodes one font beside the system's other temporary files; the same bytes always have the same name. */
async function unpack(name: string): Promise<string> {
  const woff2 = await readFile(createRequire(import.meta.url).resolve(`@fontsource-variable/${name}`));
  const folder = join(tmpdir(), 'longwave-fonts');
  const path = join(folder, `${createHash('sha256').update(woff2).digest('hex').slice(0, 16)}.ttf`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, decodeWoff2(woff2));
  await rename(draft, path);
  return path;
}

let loading: Promise<void> | null = null;

/**
 * Makes the typefaces known to the text renderer of this process, once: it reads no WOFF2 and knows only what it has
 * been shown, so that text also appears on a machine without fonts.
 */
export function loadPictureFonts(): Promise<void> {
  loading ??= (async () => {
    for (const name of files) await sharp({ text: { text: 'a', fontfile: await unpack(name) } }).toBuffer();
  })();
  return loading;
}
