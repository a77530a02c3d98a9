import { readdir, stat } from 'node:fs/promises';
import { extname, join, relative, resolve } from 'node:path';

const audioExtensions = new Set([
  '.wav',
  '.wave',
  '.aif',
  '.aiff',
  '.aifc',
  '.flac',
  '.m4a',
  '.mp4',
  '.aac',
  '.mp3',
  '.ogg',
  '.oga',
  '.opus',
  '.webm',
  '.caf',
  '.wv',
  '.ape',
  '.tta',
]);
/** Files of one import at the most. */
export const importFilesMax = 100_000;
const depthMax = 32;

export interface AudioFile {
  readonly path: string;
  /** Path below the folder, for messages. */
  readonly name: string;
}

async function walk(folder: string, depth: number): Promise<string[]> {
  if (depth > depthMax) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    // Links are not followed: a tree that links to itself would never end.
    if (entry.isDirectory()) found.push(...(await walk(path, depth + 1)));
    else if (entry.isFile() && audioExtensions.has(extname(entry.name).toLowerCase())) found.push(path);
    if (found.length > importFilesMax)
      throw new Error(`more than ${importFilesMax} audio files below ${folder}; import its folders one by one`);
  }
  return found;
}

/** Audio files below a folder by their extension, in natural order of names; hidden files and links are left out. Rejects when it is no folder. */
export async function findAudioFiles(folder: string): Promise<AudioFile[]> {
  const root = resolve(folder);
  const found = (await stat(root)).isDirectory() ? await walk(root, 0) : [root];
  return found.map((path) => ({ path, name: relative(root, path) || path }));
}
