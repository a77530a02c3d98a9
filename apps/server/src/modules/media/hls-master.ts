/** One segment as the playlist and the folder have it. */
interface Segment {
  readonly durationS: number;
  readonly sizeBytes: number;
}

export interface HlsRendition {
  /** Text of the master playlist that names `playlist.m3u8`. */
  readonly master: string;
  /** Peak segment bit rate, bits per second (RFC 8216 §4.3.4.2 BANDWIDTH). */
  readonly bandwidth: number;
  readonly averageBandwidth: number;
  readonly durationS: number;
  /** Everything the folder holds. */
  readonly sizeBytes: number;
}

/**
 * Reads a finished media playlist with the real sizes of its files and writes the master for it: one codec family per
 * master, because players break when they switch codecs inside one. Throws when a segment is absent or nothing ended the list.
 */
export function describeHls(input: {
  playlist: string;
  sizes: ReadonlyMap<string, number>;
  codec: string;
}): HlsRendition {
  const { playlist, sizes, codec } = input;
  if (!playlist.includes('#EXT-X-ENDLIST')) throw new Error('the playlist has no end');
  const segments = segmentsOf(playlist, sizes);
  const durationS = segments.reduce((sum, segment) => sum + segment.durationS, 0);
  const mediaBytes = segments.reduce((sum, segment) => sum + segment.sizeBytes, 0);
  const averageBandwidth = Math.ceil((mediaBytes * 8) / durationS);
  const bandwidth = Math.max(averageBandwidth, peakBandwidth(segments));
  const master = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-STREAM-INF:BANDWIDTH=${bandwidth},AVERAGE-BANDWIDTH=${averageBandwidth},CODECS="${codec}"`,
    'playlist.m3u8',
    '',
  ].join('\n');
  const sizeBytes = [...sizes.values()].reduce((sum, size) => sum + size, 0) + Buffer.byteLength(master);
  return { master, bandwidth, averageBandwidth, durationS, sizeBytes };
}

function segmentsOf(playlist: string, sizes: ReadonlyMap<string, number>): Segment[] {
  const segments: Segment[] = [];
  let durationS: number | null = null;
  for (const line of playlist.split('\n')) {
    const given = /^#EXTINF:([\d.]+)/.exec(line)?.[1];
    if (given !== undefined) durationS = Number(given);
    if (line === '' || line.startsWith('#') || durationS === null) continue;
    const sizeBytes = sizes.get(line);
    if (sizeBytes === undefined || sizeBytes === 0) throw new Error(`segment ${line} is absent or empty`);
    segments.push({ durationS, sizeBytes });
    durationS = null;
  }
  if (segments.length === 0) throw new Error('the playlist has no segments');
  return segments;
}

/** RFC 8216 §4.3.4.2 looks at spans of 0.5 to 1.5 target durations: a last segment of 20 ms says nothing about the peak. */
function peakBandwidth(segments: readonly Segment[]): number {
  const target = Math.max(...segments.map((segment) => segment.durationS));
  const counted = segments.filter((segment) => segment.durationS >= target / 2);
  return Math.ceil(Math.max(...counted.map((segment) => (segment.sizeBytes * 8) / segment.durationS)));
}
