import type { UploadItem } from './upload-item.ts';

/** What outlives the page: the item, whose it is, and the file itself where the browser can keep it. */
export interface UploadRecord {
  readonly ownerId: string;
  readonly item: UploadItem;
}

export interface UploadRecords {
  list(ownerId: string): Promise<UploadRecord[]>;
  read(id: string): Promise<UploadRecord | null>;
  save(record: UploadRecord): Promise<void>;
  /** Keeps the file; false when the browser has no room for it. */
  saveFile(id: string, file: File): Promise<boolean>;
  readFile(id: string): Promise<File | null>;
  remove(id: string): Promise<void>;
}

const databaseName = 'longwave-uploads';

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, 1);
  request.addEventListener('upgradeneeded', () => {
    request.result.createObjectStore('items');
    request.result.createObjectStore('files');
  });
  return settled(request);
}

/** Records in IndexedDB. A `File` is stored as it is (structured clone), apart from its item: it may not fit. */
export function createUploadRecords(): UploadRecords {
  let opening: Promise<IDBDatabase> | null = null;
  const database = () => (opening ??= openDatabase());
  const store = async (name: 'items' | 'files', mode: IDBTransactionMode) =>
    (await database()).transaction(name, mode).objectStore(name);

  return {
    async list(ownerId) {
      const all: UploadRecord[] = await settled((await store('items', 'readonly')).getAll());
      return all.filter((record) => record.ownerId === ownerId);
    },
    read: async (id) => (await settled((await store('items', 'readonly')).get(id))) ?? null,
    save: async (record) => void (await settled((await store('items', 'readwrite')).put(record, record.item.id))),
    async saveFile(id, file) {
      try {
        await settled((await store('files', 'readwrite')).put(file, id));
        return true;
      } catch {
        // No room or no right to keep it: after a reload the person is asked for the file again.
        return false;
      }
    },
    readFile: async (id) => (await settled((await store('files', 'readonly')).get(id))) ?? null,
    async remove(id) {
      await settled((await store('items', 'readwrite')).delete(id));
      await settled((await store('files', 'readwrite')).delete(id));
    },
  };
}
