import type { TrackId, UserId } from '@longwave/contracts/ids';
import { z } from 'zod';
import { findAudioFiles, type AudioFile } from '../platform/audio-folder.ts';

export const ImportInput = z.strictObject({
  folder: z.string().min(1),
  /** Handle of the account the tracks go to; the first admin unless told. */
  owner: z.string().optional(),
  publish: z.boolean(),
});
export type ImportInput = z.infer<typeof ImportInput>;

export interface ImportProgress {
  readonly stage: 'reading' | 'processing';
  readonly done: number;
  readonly total: number;
  readonly file?: string;
  readonly failure?: { readonly file: string; readonly reason: string };
}
export interface ImportSummary {
  readonly imported: number;
  readonly known: number;
  readonly failures: readonly { readonly file: string; readonly reason: string }[];
}

/** What an import needs of the running application. */
export interface ImportDeps {
  findOwner(handle: string | undefined): Promise<UserId>;
  importTrack(
    ownerId: UserId,
    file: { path: string; filename: string; publish: boolean },
  ): Promise<{ outcome: 'imported' | 'known'; trackId: TrackId }>;
  /** Resolves when each track's version is ready or failed; calls back as they end. */
  whenProcessed(
    trackIds: readonly TrackId[],
    onEnd: (end: { trackId: TrackId; failure: string | null }) => void,
  ): Promise<void>;
}

/** Tracks waiting for processing at the most before reading pauses, so that a huge tree does not fill the queue at once. */
const batchSize = 50;

/**
 * Takes a tree of tagged files in. Safe to repeat: files whose bytes are in already are skipped, so an interrupted import goes on
 * where it stopped. One bad file never ends the import; each is in `failures` with its reason.
 */
export async function importFolder(
  deps: ImportDeps,
  input: ImportInput,
  report: (progress: ImportProgress) => void,
): Promise<ImportSummary> {
  const ownerId = await deps.findOwner(input.owner);
  const files = await findAudioFiles(input.folder);
  const failures: { file: string; reason: string }[] = [];
  let known = 0;
  let imported = 0;
  let done = 0;
  const fail = (file: string, reason: string) => {
    failures.push({ file, reason });
    report({ stage: 'reading', done, total: files.length, failure: { file, reason } });
  };
  const take = async (file: AudioFile, started: Map<TrackId, string>) => {
    try {
      const filename = file.path.slice(file.path.lastIndexOf('/') + 1);
      const { outcome, trackId } = await deps.importTrack(ownerId, {
        path: file.path,
        filename,
        publish: input.publish,
      });
      if (outcome === 'known') {
        known += 1;
        done += 1;
      } else started.set(trackId, file.name);
    } catch (error) {
      done += 1;
      fail(file.name, error instanceof Error ? error.message : String(error));
    }
  };
  for (let from = 0; from < files.length; from += batchSize) {
    const started = new Map<TrackId, string>();
    for (const file of files.slice(from, from + batchSize)) {
      report({ stage: 'reading', done, total: files.length, file: file.name });
      await take(file, started);
    }
    await deps.whenProcessed([...started.keys()], ({ trackId, failure }) => {
      done += 1;
      const file = started.get(trackId) ?? trackId;
      if (failure === null) imported += 1;
      else fail(file, failure);
      report({ stage: 'processing', done, total: files.length, file });
    });
  }
  return { imported, known, failures };
}
