import type { ObjectStore } from '../../platform/storage/object-store.ts';
import { ProcessingFault } from './processing-fault.ts';
import { sniffBytes } from './sniff-container.ts';

/** First 64 KiB of an original, or all of it when it is smaller. Throws `media.original_missing` when the object is gone. */
export async function readHead(store: Pick<ObjectStore, 'head' | 'read'>, key: string): Promise<Uint8Array> {
  const head = await store.head(key);
  if (head === null) throw new ProcessingFault('media.original_missing', key);
  if (head.sizeBytes === 0) return new Uint8Array();
  const chunks: Buffer[] = [];
  for await (const chunk of store.read(key, { start: 0, end: Math.min(head.sizeBytes, sniffBytes) - 1 }))
    chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
