import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HashFile } from './hash-file.ts';
import type { PutPart } from './put-part.ts';
import type { Network } from './retry-request.ts';
import type { UploadApi } from './upload-api.ts';
import type { UploadFailure, UploadItem } from './upload-item.ts';
import type { UploadRecords } from './upload-records.ts';

export interface UploadEngineDeps {
  /** Account whose uploads these are; those of others on the same browser stay untouched. */
  readonly ownerId: string;
  readonly api: UploadApi;
  readonly putPart: PutPart;
  readonly hashFile: HashFile;
  readonly records: UploadRecords;
  readonly network: Network;
  /** Holds a name that one tab at a time may have; resolves with its release once this tab has it. */
  readonly lock: (name: string) => Promise<() => void>;
  /** A failure in words a person can act on. */
  readonly describe: (code: string, message: string) => UploadFailure;
  readonly nowMs: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly newId: () => string;
}

export interface UploadsState {
  readonly items: readonly UploadItem[];
}

/** What only this page holds of an item: the file, its hash under way, and the switch that stops its sending. */
export interface Work {
  file: File | null;
  sha256: Promise<string | undefined> | null;
  /** Ends with the item: stops the hashing. */
  readonly life: AbortController;
  sending: AbortController | null;
  release: (() => void) | null;
}

/** The list that is shown, the work behind it, and the record that outlives the page: the three kept in step. */
export interface UploadDesk {
  readonly store: StoreApi<UploadsState>;
  readonly work: ReadonlyMap<string, Work>;
  find(id: string): UploadItem | undefined;
  change(id: string, patch: Partial<UploadItem> | ((item: UploadItem) => UploadItem)): void;
  put(item: UploadItem, file: File | null, release?: () => void): void;
  /** Takes the item off the list; its work and record are ended by `forget`. */
  drop(id: string): void;
  /** Writes the item down as it is now. */
  keep(id: string): Promise<void>;
  /** Stops the item's work and removes its record; what is shown of it stays. */
  forget(id: string): Promise<void>;
}

export function createUploadDesk(deps: Pick<UploadEngineDeps, 'ownerId' | 'records'>): UploadDesk {
  const store = createStore<UploadsState>(() => ({ items: [] }));
  const work = new Map<string, Work>();
  const find = (id: string) => store.getState().items.find((item) => item.id === id);

  return {
    store,
    work,
    find,
    change(id, patch) {
      store.setState(({ items }) => ({
        items: items.map((item) => {
          if (item.id !== id) return item;
          return typeof patch === 'function' ? patch(item) : { ...item, ...patch };
        }),
      }));
    },
    put(item, file, release) {
      work.set(item.id, {
        file,
        sha256: null,
        life: new AbortController(),
        sending: null,
        release: release ?? null,
      });
      store.setState(({ items }) => ({ items: [...items, item] }));
    },
    drop(id) {
      store.setState(({ items }) => ({ items: items.filter((item) => item.id !== id) }));
    },
    async keep(id) {
      const item = find(id);
      if (item && work.has(id)) await deps.records.save({ ownerId: deps.ownerId, item });
    },
    async forget(id) {
      const mine = work.get(id);
      work.delete(id);
      mine?.sending?.abort();
      mine?.life.abort();
      await deps.records.remove(id);
      mine?.release?.();
    },
  };
}
