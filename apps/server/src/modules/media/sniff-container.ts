import type { FailureCode } from '@longwave/contracts/errors';

/** Bytes of the head that sniffing wants. */
export const sniffBytes = 64 * 1024;

/** ffmpeg demuxers that may ever read an original (`-format_whitelist`); none of them opens another file. */
export const demuxers = [
  ...['wav', 'w64', 'aiff', 'flac', 'mov', 'mp4', 'm4a', '3gp', '3g2', 'mj2', 'mp3', 'aac', 'ogg', 'matroska', 'webm'],
  ...['caf', 'wv', 'ape', 'tta'],
] as const;

export type Sniffed =
  | { readonly kind: 'audio'; readonly demuxer: string }
  /** Nothing known at the start; ffprobe may still find MPEG audio behind junk. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly code: FailureCode };

const ascii = (head: Uint8Array, start: number, end: number) =>
  String.fromCharCode(...head.subarray(start, Math.min(end, head.length)));

const audioStarts: readonly { readonly at: number; readonly text: string; readonly demuxer: string }[] = [
  { at: 0, text: 'fLaC', demuxer: 'flac' },
  { at: 0, text: 'OggS', demuxer: 'ogg' },
  { at: 4, text: 'ftyp', demuxer: 'mov' },
  { at: 4, text: 'moov', demuxer: 'mov' },
  { at: 4, text: 'mdat', demuxer: 'mov' },
  { at: 4, text: 'wide', demuxer: 'mov' },
  { at: 0, text: '\x1a\x45\xdf\xa3', demuxer: 'matroska' },
  { at: 0, text: 'caff', demuxer: 'caf' },
  { at: 0, text: 'wvpk', demuxer: 'wv' },
  { at: 0, text: 'MAC ', demuxer: 'ape' },
  { at: 0, text: 'TTA1', demuxer: 'tta' },
  { at: 0, text: 'riff\x2e\x91\xcf\x11', demuxer: 'w64' },
];

const refusedStarts = [
  ...['PK\x03\x04', 'PK\x05\x06', 'Rar!', '7z\xbc\xaf', '\x1f\x8b', 'BZh', '\xfd7zXZ', '%PDF', '\x7fELF', 'MZ'],
  ...['\x89PNG', '\xff\xd8\xff', 'GIF8', 'ffconcat', 'SQLite format'],
] as const;

/** Decides from the first bytes what a file is, before any program reads it. `sizeBytes` is that of the whole file. Pure. */
export function sniffContainer(head: Uint8Array, sizeBytes: number): Sniffed {
  if (sizeBytes === 0 || head.length === 0) return { kind: 'refused', code: 'media.empty_file' };
  const start = ascii(head, 0, 12);
  if (head.length < 12) return { kind: 'refused', code: 'media.not_a_media_file' };
  if (/^(RIFF|RIFX|RF64|BW64)/.test(start)) return riff(head, start, sizeBytes);
  if (start.startsWith('FORM'))
    return /^AIF[FC]$/.test(start.slice(8, 12))
      ? unlessCutOff(new DataView(head.buffer, head.byteOffset).getUint32(4), sizeBytes, 'aiff')
      : { kind: 'refused', code: 'media.not_a_media_file' };
  if (start.startsWith('ID3')) return afterId3(head, sizeBytes);
  const known = audioStarts.find(({ at, text }) => ascii(head, at, at + text.length) === text);
  if (known) return { kind: 'audio', demuxer: known.demuxer };
  if (refusedStarts.some((magic) => start.startsWith(magic)))
    return { kind: 'refused', code: 'media.container_refused' };
  if (looksLikeText(head)) return { kind: 'refused', code: 'media.container_refused' };
  return { kind: 'unknown' };
}

function riff(head: Uint8Array, start: string, sizeBytes: number): Sniffed {
  if (start.slice(8, 12) !== 'WAVE') return { kind: 'refused', code: 'media.not_a_media_file' };
  // RF64 and BW64 keep their size in another chunk, RIFX has it in the other byte order.
  if (!start.startsWith('RIFF')) return { kind: 'audio', demuxer: 'wav' };
  return unlessCutOff(new DataView(head.buffer, head.byteOffset).getUint32(4, true), sizeBytes, 'wav');
}

/**
 * ffmpeg quietly reads a chunked file that was cut off up to its end, so the promise of the outer chunk is checked here. Programs that
 * write to a pipe leave 0 or the largest number, and some are wrong by a few bytes: 1 % is allowed.
 */
function unlessCutOff(promisedBytes: number, sizeBytes: number, demuxer: 'wav' | 'aiff'): Sniffed {
  const streamed = promisedBytes >= 0x7fffffff;
  return !streamed && promisedBytes * 0.99 > sizeBytes
    ? { kind: 'refused', code: 'media.truncated' }
    : { kind: 'audio', demuxer };
}

/**
 * ffmpeg's own detection gives up when an ID3v2 tag (a 20 MB cover) is larger than what it reads to detect; the tag's
 * size is known from its header (id3.org, "ID3v2 tag header": 4 × 7 bits), so what follows it decides.
 */
function afterId3(head: Uint8Array, sizeBytes: number): Sniffed {
  const [a = 0, b = 0, c = 0, d = 0] = head.subarray(6, 10);
  const tagBytes = 10 + ((a & 127) << 21) + ((b & 127) << 14) + ((c & 127) << 7) + (d & 127);
  if (tagBytes >= sizeBytes) return { kind: 'refused', code: 'media.truncated' };
  if (tagBytes + 4 > head.length) return { kind: 'audio', demuxer: 'mp3' };
  const next = ascii(head, tagBytes, tagBytes + 4);
  const known = audioStarts.find(({ at, text }) => at === 0 && next === text);
  if (known) return { kind: 'audio', demuxer: known.demuxer };
  const [first = 0, second = 0] = head.subarray(tagBytes, tagBytes + 2);
  const adts = first === 0xff && (second & 0xf6) === 0xf0;
  return { kind: 'audio', demuxer: adts ? 'aac' : 'mp3' };
}

/** Playlists, scripts, HTML: printable to the end of the head. */
function looksLikeText(head: Uint8Array): boolean {
  const sample = head.subarray(0, 512);
  return sample.every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte !== 127));
}
