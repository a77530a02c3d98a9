import { parentPort, workerData } from 'node:worker_threads';
import { parseFile, selectCover } from 'music-metadata';

/** Worker thread of read-tags.ts: reads the tags of one local file and answers once. */
const { path, wantsCover, coverMaxBytes } = workerData as { path: string; wantsCover: boolean; coverMaxBytes: number };
const { common } = await parseFile(path, { duration: false, skipCovers: !wantsCover, skipPostHeaders: true });
const picture = wantsCover ? selectCover(common.picture) : null;
const bytes = picture && picture.data.length <= coverMaxBytes ? new Uint8Array(picture.data) : null;
const tags = {
  title: common.title ?? null,
  artist: common.artist ?? null,
  album: common.album ?? null,
  isrc: common.isrc?.[0] ?? null,
  trackNumber: common.track.no,
};
parentPort?.postMessage({ tags, cover: bytes }, bytes ? [bytes.buffer] : []);
