import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FailureCode } from '@longwave/contracts/errors';

/** One hostile or broken upload and the reason it must be refused with. */
export interface NastyFile {
  readonly name: string;
  readonly path: string;
  readonly expected: readonly FailureCode[];
}

function wavHeader(fields: { rate: number; channels: number; dataBytes: number; bits?: number }): Buffer {
  const { rate, channels, dataBytes, bits = 16 } = fields;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(Math.min(36 + dataBytes, 0xffffffff), 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE((rate * channels * bits) / 8, 28);
  header.writeUInt16LE((channels * bits) / 8, 32);
  header.writeUInt16LE(bits, 34);
  header.write('data', 36);
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

/** Writes the nasty list of spec 03 "Untrusted input" into a folder. */
export function makeNastyFiles(folder: string): NastyFile[] {
  const sound = (name: string, args: string[]) => {
    const path = join(folder, name);
    execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args, path], { timeout: 30_000 });
    return readFileSync(path);
  };
  const tone = ['-f', 'lavfi', '-i', 'sine=r=44100:d=4'];
  const flac = sound('whole.flac', tone);
  const m4a = sound('whole.m4a', [...tone, '-c:a', 'aac']);
  const mp3 = sound('whole.mp3', [...tone, '-c:a', 'libmp3lame']);
  const wav = sound('whole.wav', tone);
  const video = ['-f', 'lavfi', '-i', 'testsrc=s=64x64:d=2', '-c:v', 'mpeg4'];
  const corrupt = Buffer.from(flac);
  const middle = Math.floor(corrupt.length * 0.6);
  randomBytes(corrupt.length - middle).copy(corrupt, middle);
  const cases: [name: string, bytes: Buffer, ...expected: FailureCode[]][] = [
    ['nothing.wav', Buffer.alloc(0), 'media.empty_file'],
    ['truncated.flac', flac.subarray(0, flac.length / 2), 'media.truncated', 'media.decode_failed'],
    ['truncated.wav', wav.subarray(0, wav.length / 2), 'media.truncated'],
    ['truncated.m4a', m4a.subarray(0, m4a.length / 2), 'media.truncated'],
    ['truncated.mp3', mp3.subarray(0, mp3.length / 2), 'media.truncated'],
    ['corrupt.flac', corrupt, 'media.decode_failed', 'media.truncated'],
    ['random.mp3', Buffer.concat([Buffer.from([0, 1, 2, 3]), randomBytes(200_000)]), 'media.not_a_media_file'],
    ['archive.zip', Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(1000)]), 'media.container_refused'],
    ['playlist.m3u8', Buffer.from('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n'), 'media.container_refused'],
    ['concat.txt', Buffer.from("ffconcat version 1.0\nfile 'file:///etc/passwd'\n"), 'media.container_refused'],
    ['page.html', Buffer.from('<html><body>hello</body></html>'), 'media.container_refused'],
    [
      'header-only.wav',
      wavHeader({ rate: 44100, channels: 2, dataBytes: 0 }),
      'media.silent_decode',
      'media.unreadable',
    ],
    [
      'lying.wav',
      Buffer.concat([wavHeader({ rate: 44100, channels: 2, dataBytes: 44100 * 4 * 3600 }), randomBytes(400_000)]),
      'media.truncated',
    ],
    [
      'one-hertz.wav',
      Buffer.concat([wavHeader({ rate: 1, channels: 1, dataBytes: 100 }), Buffer.alloc(100)]),
      'media.sample_rate_out_of_range',
    ],
    [
      'sixty-four.wav',
      Buffer.concat([wavHeader({ rate: 44100, channels: 64, dataBytes: 1_000_000 }), Buffer.alloc(1_000_000)]),
      'media.channels_out_of_range',
    ],
    ['video-only.mp4', sound('v.mp4', video), 'media.no_audio'],
    ['short.wav', sound('short-source.wav', ['-f', 'lavfi', '-i', 'sine=r=44100:d=0.5']), 'media.too_short'],
    [
      'nine-hours.wav',
      // 8-bit mono at 8 kHz: 9 h in a sparse 259 MB would be slow to copy, so the header of a w64-size WAV says it.
      Buffer.concat([
        wavHeader({ rate: 8000, channels: 1, dataBytes: 8000 * 9 * 3600, bits: 8 }),
        Buffer.alloc(100_000, 128),
      ]),
      'media.too_long',
      'media.truncated',
    ],
    ['-i evil;name $(touch x).mp3', randomBytes(50_000).fill(0, 0, 4), 'media.not_a_media_file'],
  ];
  return cases.map(([name, bytes, ...expected]) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return { name, path, expected };
  });
}
