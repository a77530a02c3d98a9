import type { StoreApi } from 'zustand/vanilla';
import { titleFromFilename } from './title-from-filename.ts';
import { createUploadDesk, type UploadDesk, type UploadEngineDeps, type UploadsState } from './upload-desk.ts';
import { createUploadFollower, type VersionNews } from './upload-follower.ts';
import { isProcessing, isSameFile, isSending, type UploadItem } from './upload-item.ts';
import { createUploadSender } from './upload-sender.ts';

/** Everything the page can ask of the uploads; the list itself is in `store`. */
export interface UploadEngine {
  readonly store: StoreApi<UploadsState>;
  /** Takes files in; one that a waiting item has lost is given back to that item. */
  add(files: readonly File[]): void;
  pause(id: string): void;
  resume(id: string): void;
  retry(id: string): void;
  /** Takes an item off the list and frees what the server holds of it; a track made from it stays. */
  remove(id: string): void;
  /** Brings back what an earlier page left unfinished. */
  restore(): Promise<void>;
  /** News of a version from the live connection. */
  note(news: VersionNews): void;
  /** Asks the server about everything it is processing; the way without a live connection. */
  poll(): Promise<void>;
}

/** Uploads of one account in one tab: sends, resumes, survives reload, follows processing to its end. */
export function createUploadEngine(deps: UploadEngineDeps): UploadEngine {
  const desk = createUploadDesk(deps);
  const follower = createUploadFollower(deps, desk);
  const sender = createUploadSender(deps, desk, follower.follow);

  async function goOn(id: string) {
    const restored = await bringBack(deps, desk, id);
    sender.pump();
    if (restored && isProcessing(restored)) await follower.pollOne(id);
  }

  return {
    store: desk.store,
    add(files) {
      for (const file of files) {
        if (giveBack(deps, desk, file)) continue;
        const item = newItem(deps.newId(), file);
        desk.put(item, file);
        // Hashing starts with the first byte sent and ends, as a rule, long before the last.
        void sender.hash(item.id);
        void persist(deps, desk, { id: item.id, file });
      }
      sender.pump();
    },
    pause(id) {
      desk.change(id, { hold: 'paused', bytesPerS: 0 });
      desk.work.get(id)?.sending?.abort();
      void desk.keep(id);
      sender.pump();
    },
    resume(id) {
      desk.change(id, { hold: null });
      sender.pump();
    },
    retry(id) {
      const item = desk.find(id);
      if (item?.state !== 'failed') return;
      if (item.trackId) return void follower.reprocess(id);
      // What the server refused as a whole is sent anew; after a server error the parts that arrived still count.
      const anew = item.failure?.code.startsWith('upload.') ? { uploadId: null, sentBytes: 0 } : {};
      desk.change(id, { ...anew, state: 'created', failure: null, hold: null });
      sender.pump();
    },
    remove(id) {
      const item = desk.find(id);
      desk.drop(id);
      void desk.forget(id).then(sender.pump);
      // The server sweeps unfinished uploads by itself, so one that it does not hear of is no loss.
      if (item?.uploadId && !item.trackId) deps.api.abort(item.uploadId).catch(() => undefined);
    },
    async restore() {
      for (const { item } of await deps.records.list(deps.ownerId)) {
        void goOn(item.id);
      }
    },
    note: follower.note,
    poll: follower.poll,
  };
}

function lockName(id: string): string {
  return `longwave-upload-${id}`;
}

/** Writes a new item and its file down, and claims it for this tab. */
async function persist(deps: UploadEngineDeps, desk: UploadDesk, { id, file }: { id: string; file: File }) {
  const release = await deps.lock(lockName(id));
  const mine = desk.work.get(id);
  if (!mine) return release();
  mine.release = release;
  await desk.keep(id);
  await deps.records.saveFile(id, file);
  // Taken off or finished while the file was being copied.
  if (!desk.work.has(id)) await deps.records.remove(id);
}

/** Puts a recorded item back on the list once no other tab works on it; null when it ended there meanwhile. */
async function bringBack(deps: UploadEngineDeps, desk: UploadDesk, id: string): Promise<UploadItem | null> {
  const release = await deps.lock(lockName(id));
  const record = await deps.records.read(id);
  if (!record || desk.work.has(id)) {
    release();
    return null;
  }
  const { item } = record;
  const file = item.trackId === null ? await deps.records.readFile(id) : null;
  const lost = isSending(item) && file === null;
  const restored: UploadItem = {
    ...item,
    hold: lost ? 'file-missing' : item.hold === 'paused' ? 'paused' : null,
    bytesPerS: 0,
  };
  desk.put(restored, file, release);
  return restored;
}

/** Hands a file to the item that lost it: same name, size and time of change. */
function giveBack(deps: UploadEngineDeps, desk: UploadDesk, file: File): boolean {
  const lost = desk.store.getState().items.find((item) => item.hold === 'file-missing' && isSameFile(item, file));
  const mine = lost && desk.work.get(lost.id);
  if (!lost || !mine) return false;
  mine.file = file;
  mine.sha256 = null;
  desk.change(lost.id, { hold: null });
  void deps.records.saveFile(lost.id, file);
  return true;
}

function newItem(id: string, file: File): UploadItem {
  return {
    id,
    name: file.name,
    sizeBytes: file.size,
    mime: file.type,
    lastModifiedMs: file.lastModified,
    title: titleFromFilename(file.name),
    uploadId: null,
    trackId: null,
    versionId: null,
    state: 'created',
    hold: null,
    sentBytes: 0,
    bytesPerS: 0,
    percent: 0,
    failure: null,
  };
}
