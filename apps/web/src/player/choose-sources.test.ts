import { expect, test } from 'vitest';
import { chooseSources } from './choose-sources.ts';

const playback = {
  hls: [
    { codec: 'mp4a.40.2' as const, url: '/aac', bandwidth: 256_000 },
    { codec: 'opus' as const, url: '/opus', bandwidth: 160_000 },
  ],
  mp3: { url: '/mp3' },
};
const urls = (abilities: Parameters<typeof chooseSources>[1]) =>
  chooseSources(playback, abilities).map(({ kind, url }) => `${kind} ${url}`);

test('a browser that decodes both families gets Opus first, then AAC, then MP3', () => {
  expect(urls({ mse: () => true, nativeHls: false })).toEqual(['mse /opus', 'mse /aac', 'file /mp3']);
});

test('a browser without Opus in MP4 gets AAC', () => {
  expect(urls({ mse: (mime) => mime.includes('mp4a'), nativeHls: false })).toEqual(['mse /aac', 'file /mp3']);
});

test('a browser that plays HLS by itself gets the AAC playlist', () => {
  expect(urls({ mse: () => false, nativeHls: true })).toEqual(['native /aac', 'file /mp3']);
});

test('a browser without any of these gets MP3', () => {
  expect(urls({ mse: () => false, nativeHls: false })).toEqual(['file /mp3']);
});
