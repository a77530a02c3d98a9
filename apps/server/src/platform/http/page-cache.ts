import type { Clock } from '../clock.ts';

/** A page without its nonce: the parts between the places where the nonce stands. */
export interface StoredPage {
  readonly status: number;
  readonly parts: readonly string[];
  readonly etag: string;
  readonly sizeBytes: number;
  readonly expiresAtMs: number;
}

export interface PageCache {
  get(key: string): StoredPage | null;
  put(key: string, page: StoredPage): void;
  readonly sizeBytes: number;
}

/** Anonymous pages kept for seconds, least recently used out first, bounded by bytes. A page over an eighth of the bound is not kept. */
export function createPageCache(deps: { clock: Clock; maxBytes: number }): PageCache {
  const pages = new Map<string, StoredPage>();
  let sizeBytes = 0;
  function drop(key: string, page: StoredPage): void {
    pages.delete(key);
    sizeBytes -= page.sizeBytes;
  }
  return {
    get sizeBytes() {
      return sizeBytes;
    },
    get(key) {
      const page = pages.get(key);
      if (!page) return null;
      if (page.expiresAtMs <= deps.clock.now().getTime()) {
        drop(key, page);
        return null;
      }
      pages.delete(key);
      pages.set(key, page);
      return page;
    },
    put(key, page) {
      if (page.sizeBytes > deps.maxBytes / 8) return;
      const before = pages.get(key);
      if (before) drop(key, before);
      pages.set(key, page);
      sizeBytes += page.sizeBytes;
      for (const [oldest, stored] of pages) {
        if (sizeBytes <= deps.maxBytes) return;
        drop(oldest, stored);
      }
    },
  };
}
