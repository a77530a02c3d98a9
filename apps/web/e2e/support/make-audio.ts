import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { server } from './places.ts';

const run = promisify(execFile);
const ffmpeg = process.env['FFMPEG_PATH'] ?? 'ffmpeg';

/** A file in a folder that goes away with the server's. */
async function place(name: string): Promise<string> {
  const folder = join(server().dataDir, 'e2e-files');
  await mkdir(folder, { recursive: true });
  return join(folder, name);
}

/** Two voices that swell and fade: a waveform worth looking at. `seed` makes one piece differ from another. */
function voices(seconds: number, seed: number): string[] {
  const base = 110 * (1 + (seed % 7) / 12);
  const swell = `(0.35+0.3*sin(2*PI*t/${2.5 + (seed % 3)})*sin(2*PI*t/7))`;
  const voice = (ratio: number) => `sin(2*PI*${base * ratio}*t)`;
  const expression = `${swell}*(0.6*${voice(1)}+0.3*${voice(1.5)}+0.2*${voice(2.01)}*sin(2*PI*t*3))`;
  return ['-f', 'lavfi', '-i', `aevalsrc='${expression}|${expression}':s=48000:d=${seconds}`];
}

export interface Piece {
  readonly name: string;
  readonly seconds: number;
  readonly seed?: number;
  /** Further output options of ffmpeg: codec, tags. */
  readonly options?: readonly string[];
}

/** Makes a real audio file; the format follows from its name. */
export async function makeAudio({ name, seconds, seed = 1, options = [] }: Piece): Promise<string> {
  const path = await place(name);
  await run(ffmpeg, ['-v', 'error', '-nostdin', '-y', ...voices(seconds, seed), ...options, path]);
  return path;
}

/** An MP3 as shops sell them: ID3 tags and a picture inside. */
export async function makeTaggedMp3(name: string, seconds: number): Promise<string> {
  const path = await place(name);
  const cover = [
    '-f',
    'lavfi',
    '-i',
    'color=c=0x2b5c8a:s=1200x1200:d=1,drawbox=x=300:y=300:w=600:h=600:c=0xffb454:t=fill',
  ];
  const tags = ['-metadata', 'title=Harbour Lights', '-metadata', 'artist=Maria Weiss', '-metadata', 'album=Tides'];
  const picture = ['-map', '0:a', '-map', '1:v', '-frames:v', '1', '-c:v', 'mjpeg', '-disposition:v', 'attached_pic'];
  await run(ffmpeg, [
    '-v',
    'error',
    '-nostdin',
    '-y',
    ...voices(seconds, 4),
    ...cover,
    ...picture,
    '-b:a',
    '192k',
    ...tags,
    path,
  ]);
  return path;
}

/** A picture as an artist would choose it. */
export async function makePicture(name: string): Promise<string> {
  const path = await place(name);
  const source = 'gradients=s=1200x1200:c0=0x16324f:c1=0xe2725b:x0=0:y0=0:x1=1200:y1=1200:d=1';
  await run(ffmpeg, ['-v', 'error', '-nostdin', '-y', '-f', 'lavfi', '-i', source, '-frames:v', '1', path]);
  return path;
}

/** A file that is called a song and is none. */
export async function makeImpostor(name: string): Promise<string> {
  const path = await place(name);
  await writeFile(path, 'This is a shopping list, whatever its name says.\n'.repeat(400));
  return path;
}
