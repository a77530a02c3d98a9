import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createFfmpeg } from '../../platform/ffmpeg/create-ffmpeg.ts';
import { detectFfmpeg } from '../../platform/ffmpeg/detect-ffmpeg.ts';
import { createLog } from '../../platform/log.ts';
import { parseLoudness } from './loudness-summary.ts';
import { synthesiseSample } from './synthesise-sample.ts';

const log = createLog({ level: 'silent', pretty: false });

it.each([0, 1, 2, 3])('sample piece %i is half a minute of sound at −16 LUFS below −1 dBTP', async (index) => {
  const ffmpeg = createFfmpeg({ abilities: await detectFfmpeg(), log });
  const sample = await synthesiseSample({ ffmpeg }, index);
  const measure = ['-nostdin', '-hide_banner', '-i', sample.path, '-af', 'ebur128=peak=true', '-f', 'null', '-'];
  const said = spawnSync('ffmpeg', measure).stderr.toString();
  await sample.dispose();
  expect(existsSync(sample.path)).toBe(false);
  const loudness = parseLoudness(said);
  expect(Math.abs((loudness?.loudnessLufs ?? 0) + 16)).toBeLessThanOrEqual(1);
  expect(loudness?.truePeakDbtp).toBeLessThan(-1);
  const [, minutes, seconds] = /Duration: 00:(\d\d):([\d.]+)/.exec(said) ?? [];
  expect(Number(minutes) * 60 + Number(seconds)).toBeGreaterThan(22);
  expect(said).toContain('44100 Hz, stereo, s16');
});
