import { join } from 'node:path';
import { fileSizes, readLocalText, writeLocalFile } from '../../platform/local-files.ts';
import type { TrackVersionId } from '@longwave/contracts/ids';
import { describeHls } from './hls-master.ts';
import { overviewOf, peaksDat, peaksJson, type Peaks } from './peaks.ts';
import { transcodePrefix, waveformPrefix } from './object-prefixes.ts';
import { drawWaveform, waveformPictures } from './waveform-picture.ts';

/** Points of the waveform overview that lists and generated artwork use. */
export const overviewPoints = 100;

export interface RenditionFacts {
  readonly format: 'hls_opus' | 'hls_aac' | 'mp3_320';
  readonly entryKey: string;
  readonly segmentPrefixKey: string;
  readonly codec: string;
  readonly bandwidth: number;
  readonly averageBandwidth: number;
  readonly sizeBytes: number;
}

/** RFC 6381 names; the HLS folders are also the codec's part of the key. */
const hlsFamilies = [
  { folder: 'opus', format: 'hls_opus', codec: 'opus' },
  { folder: 'aac', format: 'hls_aac', codec: 'mp4a.40.2' },
] as const;

/** Checks what ffmpeg wrote, adds the master playlists, and answers the facts of each rendition. */
export async function finishRenditions(
  workspace: string,
  version: { versionId: TrackVersionId; durationMs: number },
): Promise<RenditionFacts[]> {
  const prefix = transcodePrefix(version.versionId);
  const hls = await Promise.all(
    hlsFamilies.map(async ({ folder, format, codec }) => {
      const path = join(workspace, folder);
      const playlist = await readLocalText(join(path, 'playlist.m3u8'));
      const { master, ...facts } = describeHls({ playlist, sizes: await fileSizes(path), codec });
      // A rendition has its priming and at most one frame more than the source; anything else is an encoder gone wrong.
      if (Math.abs(facts.durationS * 1000 - version.durationMs) > 150)
        throw new Error(`${folder} lasts ${facts.durationS} s instead of ${version.durationMs} ms`);
      await writeLocalFile(join(path, 'master.m3u8'), master);
      const { bandwidth, averageBandwidth, sizeBytes } = facts;
      const keys = { entryKey: `${prefix}/${folder}/master.m3u8`, segmentPrefixKey: `${prefix}/${folder}` };
      return { format, codec, ...keys, bandwidth, averageBandwidth, sizeBytes };
    }),
  );
  const sizeBytes = (await fileSizes(join(workspace, 'mp3'))).get('track.mp3') ?? 0;
  const bitRate = Math.round((sizeBytes * 8000) / version.durationMs);
  const mp3: RenditionFacts = {
    format: 'mp3_320',
    entryKey: `${prefix}/mp3/track.mp3`,
    segmentPrefixKey: `${prefix}/mp3`,
    codec: 'mp3',
    bandwidth: bitRate,
    averageBandwidth: bitRate,
    sizeBytes,
  };
  return [...hls, mp3];
}

export interface WaveformFacts {
  readonly jsonKey: string;
  readonly datKey: string;
  readonly pngKey: string;
  readonly overview: number[];
}

/** Writes the peaks files and their pictures into a folder that becomes the version's waveform prefix. */
export async function writeWaveform(folder: string, versionId: TrackVersionId, peaks: Peaks): Promise<WaveformFacts> {
  await writeLocalFile(join(folder, 'peaks.dat'), peaksDat(peaks));
  await writeLocalFile(join(folder, 'peaks.json'), peaksJson(peaks));
  for (const picture of waveformPictures)
    await writeLocalFile(join(folder, picture.name), await drawWaveform(peaks, picture));
  const prefix = waveformPrefix(versionId);
  return {
    jsonKey: `${prefix}/peaks.json`,
    datKey: `${prefix}/peaks.dat`,
    pngKey: `${prefix}/overview.png`,
    overview: overviewOf(peaks, overviewPoints),
  };
}
