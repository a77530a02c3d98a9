import { expect, it } from 'vitest';
import { titleFromFilename } from './title-from-filename.ts';

it.each([
  ['Slow Dawn.flac', 'Slow Dawn'],
  ['01 - Slow Dawn.wav', 'Slow Dawn'],
  ['03_-_Slow_Dawn (demo).mp3', 'Slow Dawn (demo)'],
  ['slow-dawn-demo.wav', 'slow dawn demo'],
  ['Blu-ray.wav', 'Blu-ray'],
  ['1999.mp3', '1999'],
  ['12. Nachtlied.ogg', 'Nachtlied'],
  ['.wav', '.wav'],
  ['夜.flac', '夜'],
])('%s becomes "%s"', (filename, title) => {
  expect(titleFromFilename(filename)).toBe(title);
});
