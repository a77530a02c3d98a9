import type { Readable } from 'node:stream';

/** Keys are relative, `/`-separated, without `..`, empty or hidden segments; checked by every driver. */
export type ObjectKey = string;

export interface ObjectHead {
  readonly key: ObjectKey;
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
}
export interface StoredObject {
  readonly key: ObjectKey;
  readonly sizeBytes: number;
  /** Lower-case hex SHA-256 of the bytes. */
  readonly sha256: string;
}
/** Inclusive byte range, as in RFC 9110 §14.1.2 after resolution. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Object store of this instance. A key shows its complete old or complete new content, never a part (atomic put and move);
 * what a resolved call stored survives a power cut. Errors: `server.storage_full` when the disk is full,
 * `media.asset_not_found` is never thrown here: a missing key is `null` or a rejected read with code ENOENT.
 */
export interface ObjectStore {
  readonly kind: 'fs' | 's3';
  put(key: ObjectKey, body: Readable | Uint8Array, options?: { maxBytes?: number }): Promise<StoredObject>;
  /** Joins existing objects, in order, into one new object and hashes it on the way. The sources stay. */
  concat(key: ObjectKey, sources: readonly ObjectKey[]): Promise<StoredObject>;
  head(key: ObjectKey): Promise<ObjectHead | null>;
  read(key: ObjectKey, range?: ByteRange): Readable;
  move(from: ObjectKey, to: ObjectKey): Promise<void>;
  /** Moves everything under a prefix in one step as far as readers can see; replaces what was at `to`. */
  movePrefix(from: ObjectKey, to: ObjectKey): Promise<void>;
  remove(key: ObjectKey): Promise<void>;
  removePrefix(prefix: ObjectKey): Promise<void>;
  list(prefix: ObjectKey): AsyncIterable<ObjectHead>;
  /**
   * A readable local path of the object for programs such as ffmpeg, valid until `dispose`.
   * The file system driver answers the file itself, others a temporary copy.
   */
  localFile(key: ObjectKey): Promise<{ path: string; dispose(): Promise<void> }>;
  /** A fresh local directory on the same volume for a program to write into; `publish` moves it under a prefix, `discard` removes it. */
  workspace(): Promise<{ path: string; publish(prefix: ObjectKey): Promise<void>; discard(): Promise<void> }>;
  /** Rejects when a byte cannot be written and read back. */
  selfTest(): Promise<void>;
  /** Free bytes of the volume, or null where that has no meaning. */
  freeBytes(): Promise<number | null>;
}
