import type { TrackId, TrackVersionId, UploadId } from '@longwave/contracts/ids';

/** What a person sees of one file, in order; `failed` can follow any of them. */
export const uploadStates = ['created', 'uploading', 'uploaded', 'probing', 'transcoding', 'ready', 'failed'] as const;
export type UploadState = (typeof uploadStates)[number];

/** Why an unfinished upload stands still. `file-missing`: the browser lost the file and the person must pick it again. */
export type UploadHold = 'paused' | 'offline' | 'retrying' | 'file-missing';

export interface UploadFailure {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** One file on its way to being a track. */
export interface UploadItem {
  /** Chosen in the browser before the server knows of the file. */
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly mime: string;
  readonly lastModifiedMs: number;
  readonly title: string;
  readonly uploadId: UploadId | null;
  readonly trackId: TrackId | null;
  readonly versionId: TrackVersionId | null;
  readonly state: UploadState;
  readonly hold: UploadHold | null;
  readonly sentBytes: number;
  readonly bytesPerS: number;
  /** Percent of the processing, 0–100; meaningful from `uploaded` on. */
  readonly percent: number;
  readonly failure: UploadFailure | null;
}

/** Whether bytes still have to leave this browser. */
export function isSending(item: UploadItem): boolean {
  return item.state === 'created' || item.state === 'uploading';
}

/** Whether the server is working on it. */
export function isProcessing(item: UploadItem): boolean {
  return item.state === 'uploaded' || item.state === 'probing' || item.state === 'transcoding';
}

export function isSettled(item: UploadItem): boolean {
  return item.state === 'ready' || item.state === 'failed';
}

/** Percent of the bytes sent, 0–100; an empty file counts as sent. */
export function sentPercent(item: UploadItem): number {
  return item.sizeBytes === 0 ? 100 : Math.floor((item.sentBytes / item.sizeBytes) * 100);
}

/** Whether this is the same file on disk, as far as a page can tell. */
export function isSameFile(item: UploadItem, file: File): boolean {
  return item.name === file.name && item.sizeBytes === file.size && item.lastModifiedMs === file.lastModified;
}

/** The item as the server's news of its version leave it; older news never moves it back. */
export function withProgress(
  item: UploadItem,
  news: { readonly stage: string; readonly percent: number; readonly failure: UploadFailure | null },
): UploadItem {
  const state = stateOfStage[news.stage];
  if (!state || item.state === 'ready') return item;
  if (item.state !== 'failed' && uploadStates.indexOf(state) < uploadStates.indexOf(item.state)) return item;
  if (item.state === 'failed' && state !== 'ready' && state !== 'failed') return item;
  const percent = state === item.state ? Math.max(item.percent, news.percent) : news.percent;
  return { ...item, state, percent, hold: null, failure: news.failure };
}

const stateOfStage: Readonly<Record<string, UploadState>> = {
  queued: 'uploaded',
  probing: 'probing',
  transcoding: 'transcoding',
  publishing: 'transcoding',
  ready: 'ready',
  failed: 'failed',
};
