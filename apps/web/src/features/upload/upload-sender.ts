import { createRateMeter } from './rate-meter.ts';
import { type RetryContext, retryRequest } from './retry-request.ts';
import { transferFile } from './transfer-file.ts';
import type { TrackView } from '@longwave/contracts/catalog';
import type { UploadDesk, UploadEngineDeps } from './upload-desk.ts';
import { UploadError } from './upload-error.ts';
import { isSending, type UploadHold } from './upload-item.ts';

/** Files on the wire at once; the rest wait in line. */
export const filesInParallel = 2;
/** Progress is shown at most this often: more only costs rendering. */
const progressEveryMs = 200;

export interface UploadSender {
  /** Starts what waits, as far as there is room. */
  pump(): void;
  /** Starts the hash of an item beside its sending; the same one however often it is asked for. */
  hash(id: string): Promise<string | undefined>;
}

/** Moves files from the list to the server, two at a time, and has a track made of each. */
export function createUploadSender(
  deps: UploadEngineDeps,
  desk: UploadDesk,
  onTrack: (id: string, track: TrackView) => void,
): UploadSender {
  function pump() {
    const sending = [...desk.work.values()].filter((mine) => mine.sending !== null).length;
    const waiting = desk.store
      .getState()
      .items.filter((item) => isSending(item) && item.hold === null && desk.work.get(item.id)?.sending === null);
    for (const item of waiting.slice(0, Math.max(0, filesInParallel - sending))) void run(item.id);
  }

  async function run(id: string) {
    const mine = desk.work.get(id);
    if (!mine?.file) return desk.change(id, { hold: 'file-missing' });
    const sending = new AbortController();
    mine.sending = sending;
    desk.change(id, { state: 'uploading', failure: null });
    try {
      await send(id, mine.file, sending.signal);
    } catch (error) {
      if (!sending.signal.aborted) failUpload(deps, desk, { id, error });
    }
    mine.sending = null;
    await desk.keep(id);
    pump();
  }

  async function send(id: string, file: File, signal: AbortSignal) {
    const retry: RetryContext = { ...deps, signal, onHold: (hold) => showHold(desk, { id, signal, hold }) };
    const assetId = await transferFile(deps, {
      key: deps.newId(),
      file,
      purpose: 'track',
      uploadId: desk.find(id)?.uploadId ?? null,
      sha256: () => hash(id),
      retry,
      onOpened(uploadId) {
        desk.change(id, { uploadId });
        void desk.keep(id);
      },
      onSent: progressMeter(deps, desk, { id, signal }),
    });
    const item = desk.find(id);
    if (!item?.uploadId) return;
    const { title, uploadId } = item;
    desk.change(id, { sentBytes: file.size, bytesPerS: 0 });
    const track = await retryRequest(retry, () => deps.api.createTrack({ title, assetId }, uploadId));
    desk.change(id, { state: 'uploaded', hold: null, percent: 0 });
    onTrack(id, track);
  }

  /** One more check beside that of the parts: a browser that cannot run the worker sends without it. */
  function hash(id: string): Promise<string | undefined> {
    const mine = desk.work.get(id);
    if (!mine?.file) return Promise.resolve(undefined);
    return (mine.sha256 ??= deps.hashFile(mine.file, mine.life.signal).catch(() => undefined));
  }

  return { pump, hash };
}

/** Shows bytes sent and their rate, not more often than an eye can follow. */
function progressMeter(
  deps: Pick<UploadEngineDeps, 'nowMs'>,
  desk: UploadDesk,
  { id, signal }: { id: string; signal: AbortSignal },
): (sentBytes: number) => void {
  const rate = createRateMeter(deps.nowMs);
  let shownAtMs = Number.NEGATIVE_INFINITY;
  return (sentBytes) => {
    const nowMs = deps.nowMs();
    if (signal.aborted || nowMs - shownAtMs < progressEveryMs) return;
    shownAtMs = nowMs;
    rate.note(sentBytes);
    desk.change(id, { sentBytes, bytesPerS: rate.bytesPerS() });
  };
}

function showHold(desk: UploadDesk, change: { id: string; signal: AbortSignal; hold: UploadHold | null }) {
  const { id, signal, hold } = change;
  if (signal.aborted || desk.find(id)?.hold === hold) return;
  desk.change(id, hold === null ? { hold } : { hold, bytesPerS: 0 });
}

/** Shows why an item stopped: a file the browser lost is asked for, all else is a failure with a reason. */
export function failUpload(
  deps: Pick<UploadEngineDeps, 'describe'>,
  desk: UploadDesk,
  { id, error }: { id: string; error: unknown },
): void {
  const { code, message } = error instanceof UploadError ? error : { code: 'server.internal', message: String(error) };
  if (code === 'file.unreadable') return desk.change(id, { hold: 'file-missing', bytesPerS: 0 });
  desk.change(id, { state: 'failed', hold: null, bytesPerS: 0, failure: deps.describe(code, message) });
}
