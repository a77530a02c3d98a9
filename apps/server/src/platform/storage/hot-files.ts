/** Files whose whole content is held in memory, bounded by bytes; least recently used first out. */
export interface HotFiles<T extends { readonly bytes: Uint8Array }> {
  get(key: string): T | undefined;
  /** Counts a use of a file that is not held; answers whether it has earned a place. */
  earnsPlace(key: string, sizeBytes: number): boolean;
  set(key: string, file: T): void;
  delete(key: string): void;
  readonly heldBytes: number;
}

/** Keys whose uses are remembered, and when all counts are halved so that yesterday's hits fade. */
const countedMax = 8192;

/**
 * Byte-bounded LRU with an admission filter: a file comes in with its second use, and into a full cache only when it is
 * used twice as much as the one it would push out. So a scan over a large library leaves the hot files where they are.
 */
export function createHotFiles<T extends { readonly bytes: Uint8Array }>(maxBytes: number): HotFiles<T> {
  const files = new Map<string, T>();
  const uses = new Map<string, number>();
  let heldBytes = 0;

  function count(key: string): number {
    const next = (uses.get(key) ?? 0) + 1;
    uses.set(key, next);
    if (uses.size <= countedMax) return next;
    for (const [counted, times] of uses) {
      if (times > 1) uses.set(counted, times >> 1);
      else uses.delete(counted);
    }
    return next;
  }
  function remove(key: string): void {
    const file = files.get(key);
    if (!file) return;
    files.delete(key);
    heldBytes -= file.bytes.byteLength;
  }

  return {
    get(key) {
      const file = files.get(key);
      if (!file) return undefined;
      files.delete(key);
      files.set(key, file);
      count(key);
      return file;
    },
    earnsPlace(key, sizeBytes) {
      if (sizeBytes * 8 > maxBytes) return false;
      const times = count(key);
      if (times < 2) return false;
      if (heldBytes + sizeBytes <= maxBytes) return true;
      const [oldest] = files.keys();
      return oldest === undefined || times >= 2 * (uses.get(oldest) ?? 0);
    },
    set(key, file) {
      remove(key);
      files.set(key, file);
      heldBytes += file.bytes.byteLength;
      for (const oldest of files.keys()) {
        if (heldBytes <= maxBytes) return;
        remove(oldest);
      }
    },
    delete: remove,
    get heldBytes() {
      return heldBytes;
    },
  };
}
