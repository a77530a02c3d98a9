import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeNastyFiles } from '../../../tests/support/nasty-files.ts';
import { rowsOf } from '../../platform/db/database.ts';
import { createFfmpeg } from '../../platform/ffmpeg/create-ffmpeg.ts';
import { detectFfmpeg } from '../../platform/ffmpeg/detect-ffmpeg.ts';
import { sql } from 'drizzle-orm';
import { createProcessingFixture, firstTry, makeSound, putCoverBefore, tones } from './processing.fixture.ts';
import { processVersion } from './process-version.job.ts';

type Fixture = Awaited<ReturnType<typeof createProcessingFixture>>;
let fixture: Fixture;
let sounds: string;
beforeAll(async () => {
  sounds = mkdtempSync(join(tmpdir(), 'longwave-sounds-'));
  fixture = await createProcessingFixture();
});
afterAll(async () => {
  await fixture[Symbol.asyncDispose]();
  rmSync(sounds, { recursive: true, force: true });
});

const objectPath = (key: string) => join(fixture.folder, 'objects', key);
interface Audio {
  durationMs: number;
  loudnessLufs: number | null;
  truePeakDbtp: number | null;
  sampleRateHz: number;
  bitDepth: number | null;
  channels: number;
}
async function measured(versionId: string): Promise<Audio & { artworkAssetId: string | null }> {
  const rows = await rowsOf<{ payload: { audio: Audio; artworkAssetId: string | null } }>(
    fixture.deps.db.read,
    sql`select payload from events where subject = ${`version:${versionId}`} and name = 'media.version-processed'`,
  );
  const [row, ...more] = rows;
  if (!row || more.length > 0) throw new Error(`${rows.length} events instead of one`);
  return { ...row.payload.audio, artworkAssetId: row.payload.artworkAssetId };
}
function loudnessOf(path: string): number {
  const text = execFileSync('sh', [
    '-c',
    'ffmpeg -nostdin -hide_banner -i "$0" -af ebur128=framelog=verbose -f null - 2>&1',
    path,
  ]).toString();
  return Number(/I:\s+(-?[\d.]+) LUFS/.exec(text.slice(text.lastIndexOf('Summary:')))?.[1]);
}
/** Command lines of running programs that name a path. */
function programsIn(path: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch (error) {
        // It ended between the listing and the reading.
        return error instanceof Error ? '' : '';
      }
    })
    .filter((command) => command.includes(path));
}
const decodedSamples = (path: string) =>
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-i', path, '-ac', '1', '-f', 's16le', '-'], {
    maxBuffer: 2 ** 28,
  }).length / 2;

describe('a stereo FLAC', () => {
  let path: string;
  let versionId: Awaited<ReturnType<Fixture['process']>>['versionId'];
  let state: Awaited<ReturnType<Fixture['process']>>['state'];
  beforeAll(async () => {
    path = makeSound(sounds, 'tones.flac', [...tones(13.37), '-sample_fmt', 's16']);
    ({ versionId, state } = await fixture.process(path));
  });

  it('is measured as it is', async () => {
    expect(state).toMatchObject({ stage: 'ready', percent: 100, failure: null });
    const audio = await measured(versionId);
    expect(audio).toMatchObject({ durationMs: 13370, sampleRateHz: 44_100, channels: 2, bitDepth: 16 });
    expect(audio.loudnessLufs).toBeCloseTo(loudnessOf(path), 0);
  });

  it('plays as HLS Opus, HLS AAC and MP3 of the same length and loudness', async () => {
    const found = (await fixture.media.readVersionMedia([versionId])).get(versionId);
    expect(found?.renditions.map((one) => [one.format, one.codec])).toEqual([
      ['hls_opus', 'opus'],
      ['hls_aac', 'mp4a.40.2'],
      ['mp3_320', 'mp3'],
    ]);
    for (const rendition of found?.renditions ?? []) {
      const entry = objectPath(rendition.entryKey);
      const rateHz = rendition.format === 'hls_opus' ? 48_000 : 44_100;
      expect(Math.abs(decodedSamples(entry) / rateHz - 13.37)).toBeLessThan(0.06);
      expect(Math.abs(loudnessOf(entry) - loudnessOf(path))).toBeLessThanOrEqual(0.2);
      if (rendition.format === 'mp3_320') continue;
      const master = readFileSync(entry, 'utf8');
      expect(master).toContain(`BANDWIDTH=${rendition.bandwidth},`);
      expect(master).toContain(`CODECS="${rendition.codec}"`);
      expect(master).toContain('#EXT-X-INDEPENDENT-SEGMENTS');
      const names = readdirSync(objectPath(rendition.segmentPrefixKey)).toSorted();
      expect(names).toEqual([
        'init.mp4',
        'master.m3u8',
        'playlist.m3u8',
        'segment_0.m4s',
        'segment_1.m4s',
        'segment_2.m4s',
      ]);
    }
  });

  it('has the peaks of its mono mean, in all three forms', async () => {
    const found = (await fixture.media.readVersionMedia([versionId])).get(versionId);
    const dat = readFileSync(objectPath(found?.waveform.datKey ?? ''));
    const json = JSON.parse(readFileSync(objectPath(found?.waveform.jsonKey ?? ''), 'utf8')) as {
      data: number[];
      length: number;
    };
    const mono = execFileSync(
      'ffmpeg',
      ['-v', 'error', '-i', path, '-af', 'pan=mono|c0=0.5*c0+0.5*c1', '-f', 's16le', '-'],
      {
        maxBuffer: 2 ** 28,
      },
    );
    const expected: number[] = [];
    for (let at = 0; at < mono.length / 2; at += 256) {
      const pixel: number[] = [];
      for (let index = at; index < Math.min(at + 256, mono.length / 2); index += 1)
        pixel.push(mono.readInt16LE(index * 2));
      expected.push(Math.trunc(Math.min(...pixel) / 256), Math.trunc(Math.max(...pixel) / 256));
    }
    expect([0, 4, 8, 12, 16, 20].map((at) => dat.readInt32LE(at))).toEqual([2, 1, 44_100, 256, expected.length / 2, 1]);
    expect([...new Int8Array(dat.buffer, dat.byteOffset + 24, dat.length - 24)]).toEqual(expected);
    expect(json.data).toEqual(expected);
    expect(
      readFileSync(objectPath(found?.waveform.pngKey ?? ''))
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect(found?.waveform.overview).toHaveLength(100);
  });

  it('is left alone by a second run of the same job', async () => {
    const key = (await fixture.media.readVersionMedia([versionId])).get(versionId)?.renditions[0]?.entryKey ?? '';
    const before = statSync(objectPath(key)).mtimeMs;
    await processVersion(fixture.deps, { versionId }, firstTry());
    expect(statSync(objectPath(key)).mtimeMs).toBe(before);
  });

  it('disappears with its files and its original when it is discarded', async () => {
    const original = await fixture.submit(makeSound(sounds, 'gone.flac', tones(2)));
    await fixture.jobs.processAll();
    await fixture.deps.db.tx((tx) => fixture.media.discardVersion(tx, original.versionId));
    await fixture.jobs.processAll();
    expect(await fixture.deps.store.head(original.asset.key)).toBeNull();
    expect(await fixture.deps.store.head(`transcodes/${original.versionId}/mp3/track.mp3`)).toBeNull();
    expect((await fixture.media.readProcessings([original.versionId])).size).toBe(0);
  });
});

describe('other sources', () => {
  const cases: [name: string, args: string[], facts: Partial<Audio>][] = [
    ['a.wav', [...tones(2), '-c:a', 'pcm_s24le'], { bitDepth: 24 }],
    ['b.wav', [...tones(2), '-c:a', 'pcm_f32le'], { bitDepth: 32 }],
    ['c.mp3', [...tones(2), '-c:a', 'libmp3lame'], {}],
    ['d.m4a', [...tones(2), '-c:a', 'alac', '-sample_fmt', 's16p'], { bitDepth: 16 }],
    ['e.m4a', [...tones(2), '-c:a', 'aac'], {}],
    ['f.opus', [...tones(2, 48_000), '-c:a', 'libopus'], { sampleRateHz: 48_000 }],
    ['g.webm', [...tones(2, 48_000), '-c:a', 'libopus'], {}],
    ['h.caf', [...tones(2), '-c:a', 'pcm_s16be'], {}],
    ['i.wv', tones(2), {}],
    ['j.tta', tones(2), {}],
    ['k.aiff', tones(2), { bitDepth: 16 }],
    ['plain.wav', [...tones(2), '-c:a', 'pcm_s16le'], { bitDepth: 16, channels: 2 }],
    ['-i evil;name $(touch x).wav', tones(2), { channels: 2 }],
    ['mono.wav', ['-f', 'lavfi', '-i', 'sine=f=300:d=2:r=44100'], { channels: 1 }],
    ['low.wav', [...tones(2, 8000)], { sampleRateHz: 8000 }],
    ['high.wav', [...tones(2, 192_000), '-c:a', 'pcm_s24le'], { sampleRateHz: 192_000 }],
    ['surround.flac', [...tones(2), '-af', 'pan=5.1|FL=c0|FR=c1'], { channels: 6 }],
    ['cinema.wav', [...tones(2, 48_000), '-af', 'pan=7.1|FL=c0|FR=c1'], { channels: 8, sampleRateHz: 48_000 }],
  ];
  it.each(cases)('%s becomes ready with the right length and level', async (name, args, facts) => {
    const path = makeSound(sounds, name, args);
    const { state, versionId } = await fixture.process(path);
    expect(state).toMatchObject({ stage: 'ready', failure: null });
    const audio = await measured(versionId);
    expect(audio).toMatchObject(facts);
    const lossy = /\.(mp3|m4a|opus|webm)$/.test(name);
    expect(Math.abs(audio.durationMs - 2000)).toBeLessThanOrEqual(lossy ? 60 : 0);
    const source = loudnessOf(path);
    expect(Math.abs((audio.loudnessLufs ?? 0) - source)).toBeLessThanOrEqual(0.2);
    const rendition = objectPath(`transcodes/${versionId}/aac/master.m3u8`);
    expect(Math.abs(loudnessOf(rendition) - source)).toBeLessThanOrEqual(0.25);
  });
});

it('takes digital silence, which has no loudness and no peak', async () => {
  const path = makeSound(sounds, 'silence.wav', ['-f', 'lavfi', '-i', 'anullsrc=r=44100:cl=stereo:d=3']);
  const { state, versionId } = await fixture.process(path);
  expect(state).toMatchObject({ stage: 'ready', failure: null });
  expect(await measured(versionId)).toMatchObject({
    ...{ durationMs: 3000, loudnessLufs: null, loudnessRangeLu: null, truePeakDbtp: null },
  });
});

it('uses an embedded cover, and lives without a broken one', async () => {
  const cover = join(sounds, 'cover.png');
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-y',
    '-f',
    'lavfi',
    '-i',
    'color=c=0x3366cc:s=300x300',
    '-frames:v',
    '1',
    cover,
  ]);
  const path = makeSound(sounds, 'art.flac', [
    ...tones(2),
    '-i',
    cover,
    '-map',
    '0:a',
    '-map',
    '1:v',
    '-disposition:v',
    'attached_pic',
  ]);
  const { versionId } = await fixture.process(path);
  const { artworkAssetId } = await measured(versionId);
  const artworks = await fixture.media.readArtworks([artworkAssetId as never]);
  const artwork = artworks.get(artworkAssetId as never);
  expect(artwork?.dominantColour).toMatch(/^#3[0-9a-f]6[0-9a-f]c[0-9a-f]$/);
  expect(readdirSync(objectPath(artwork?.prefixKey ?? '')).toSorted()).toEqual([
    '1000.avif',
    '1000.jpg',
    '1000.webp',
    '200.avif',
    '200.jpg',
    '200.webp',
  ]);
  const bytes = readFileSync(path);
  bytes.fill(0, bytes.indexOf('IDAT') + 4, bytes.indexOf('IDAT') + 60);
  const broken = join(sounds, 'broken-art.flac');
  execFileSync('sh', ['-c', 'cat > "$0"', broken], { input: bytes });
  const second = await fixture.process(broken);
  expect(second.state.stage).toBe('ready');
  expect((await measured(second.versionId)).artworkAssetId).toBeNull();
});

it('takes a song with 20 MB of embedded art that is no picture, without it', async () => {
  const sound = makeSound(sounds, 'heavy.mp3', [...tones(2), '-id3v2_version', '0']);
  const { state, versionId } = await fixture.process(putCoverBefore(sound, randomBytes(20_000_000)));
  expect(state).toMatchObject({ stage: 'ready', failure: null });
  expect((await measured(versionId)).artworkAssetId).toBeNull();
});

describe('bad luck', () => {
  it('runs again after being aborted in the middle, leaving nothing visible in between', async () => {
    const { versionId } = await fixture.submit(makeSound(sounds, 'aborted.flac', tones(30)));
    const controller = new AbortController();
    const context = { ...firstTry(controller.signal), progress: async () => controller.abort() };
    await expect(processVersion(fixture.deps, { versionId }, context)).rejects.toThrow(/abort/i);
    expect((await fixture.media.readVersionMedia([versionId])).size).toBe(0);
    expect(await fixture.deps.store.head(`transcodes/${versionId}/mp3/track.mp3`)).toBeNull();
    await fixture.jobs.processAll();
    expect((await fixture.media.readProcessings([versionId])).get(versionId)?.stage).toBe('ready');
  });

  it('says that ffmpeg is missing, and a retry finds it once it is installed', async () => {
    const program = join(sounds, 'ffmpeg');
    const minute = { nowMs: 0 };
    const ffmpeg = createFfmpeg({
      abilities: await detectFfmpeg({ ffmpegPath: program }),
      log: fixture.deps.log,
      nowMs: () => minute.nowMs,
    });
    const { versionId } = await fixture.submit(makeSound(sounds, 'later.flac', tones(2)));
    const attempt = () => processVersion({ ...fixture.deps, ffmpeg }, { versionId }, firstTry());
    const read = async () => (await fixture.media.readProcessings([versionId])).get(versionId);
    await attempt();
    expect(await read()).toMatchObject({ stage: 'failed', failure: { code: 'media.encoder_missing' } });
    const { ffmpegPath, ffprobePath } = fixture.deps.ffmpeg.abilities;
    symlinkSync(String(ffmpegPath), program);
    symlinkSync(String(ffprobePath), join(sounds, 'ffprobe'));
    await fixture.deps.db.tx((tx) => fixture.media.retryProcessing(tx, versionId));
    await attempt();
    // Within the same minute nobody looks again.
    expect(await read()).toMatchObject({ stage: 'failed', failure: { code: 'media.encoder_missing' } });
    minute.nowMs += 60_000;
    await fixture.deps.db.tx((tx) => fixture.media.retryProcessing(tx, versionId));
    await attempt();
    expect(await read()).toMatchObject({ stage: 'ready', failure: null });
  });

  it('gives every nasty file its reason, and leaves no process and no file', async () => {
    const folder = join(sounds, 'nasty');
    mkdirSync(folder);
    const ends: string[] = [];
    const wrong: string[] = [];
    for (const nasty of makeNastyFiles(folder)) {
      const { state, versionId } = await fixture.process(nasty.path);
      const code = state.failure?.code;
      ends.push(`${nasty.name}: ${code}`);
      if (state.stage !== 'failed' || !code || !nasty.expected.includes(code))
        wrong.push(`${nasty.name}: ${state.stage} ${code}`);
      if (await fixture.deps.store.head(`transcodes/${versionId}/mp3/track.mp3`))
        wrong.push(`${nasty.name} left a file`);
    }
    expect(wrong).toEqual([]);
    expect(ends.length).toBeGreaterThan(15);
    const scratch = readdirSync(fixture.folder, { recursive: true, encoding: 'utf8' });
    expect(scratch.filter((name) => name.includes('segment_') && name.includes('/.'))).toEqual([]);
    expect(programsIn(fixture.folder)).toEqual([]);
  });

  it('stops a program that never ends, and says so', async () => {
    const endless = join(sounds, 'endless-ffprobe');
    writeFileSync(endless, '#!/bin/sh\n[ "$1" = -version ] && exit 0\nwhile :; do :; done\n', { mode: 0o755 });
    const ffmpeg = createFfmpeg({
      abilities: await detectFfmpeg({ ffprobePath: endless }),
      log: fixture.deps.log,
    });
    const { versionId } = await fixture.submit(makeSound(sounds, 'endless.wav', tones(2)));
    await processVersion({ ...fixture.deps, ffmpeg }, { versionId }, firstTry());
    const state = (await fixture.media.readProcessings([versionId])).get(versionId);
    expect(state).toMatchObject({ stage: 'failed', failure: { code: 'media.time_limit' } });
    expect(programsIn(endless)).toEqual([]);
  });
});
