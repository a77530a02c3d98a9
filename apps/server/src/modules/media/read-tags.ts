import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { audioLimits } from './audio-limits.ts';
import type { AudioTags } from './media.ts';

const Text = z
  .string()
  .nullable()
  // Tags may hold anything; what is not printable text of a sane length is no title.
  .transform(
    (text) =>
      text
        ?.replaceAll(/\p{Cc}+/gu, ' ')
        .trim()
        .slice(0, 200) || null,
  );
const Answer = z.object({
  tags: z.object({
    title: Text,
    artist: Text,
    album: Text,
    isrc: Text,
    trackNumber: z.number().int().positive().nullable().catch(null),
  }),
  cover: z.instanceof(Uint8Array).nullable(),
});
export interface TagsAndCover {
  readonly tags: AudioTags;
  /** Bytes of the embedded front cover, as they are in the file; null when absent or above 20 MiB. */
  readonly cover: Uint8Array | null;
}

const nothing: TagsAndCover = {
  tags: { title: null, artist: null, album: null, isrc: null, trackNumber: null },
  cover: null,
};

/**
 * Tags (ID3, Vorbis, MP4, RIFF, APE …) and cover of a local file, by music-metadata in a worker thread: a parser that loops or
 * eats memory on a hostile file is ended after 4 s or 256 MiB and the event loop never waits. Unreadable tags are no tags.
 */
export function readTagsAndCover(path: string, options: { wantsCover: boolean }): Promise<TagsAndCover> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./tags.worker.ts', import.meta.url), {
      workerData: { path, wantsCover: options.wantsCover, coverMaxBytes: audioLimits.coverMaxBytes },
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 },
      env: {},
      execArgv: [],
    });
    const timer = setTimeout(() => finish(nothing), audioLimits.tagsTimeoutMs);
    const finish = (answer: TagsAndCover) => {
      clearTimeout(timer);
      resolve(answer);
      void worker.terminate();
    };
    worker.once('message', (message: unknown) => {
      const parsed = Answer.safeParse(message);
      finish(parsed.success ? parsed.data : nothing);
    });
    // The parser threw, ran out of memory, or ended without an answer: the file has no readable tags.
    worker.once('error', () => finish(nothing));
    worker.once('exit', () => finish(nothing));
  });
}
