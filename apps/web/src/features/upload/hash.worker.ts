import { createSHA256 } from 'hash-wasm';

const sliceBytes = 4 * 1024 * 1024;

/** Hashes the file it is sent, slice by slice: memory stays at one slice however long the file is. */
self.addEventListener('message', (event: MessageEvent<Blob>) => {
  hash(event.data).then(
    (sha256) => self.postMessage({ sha256 }, { transfer: [] }),
    (error: unknown) => self.postMessage({ error: String(error) }, { transfer: [] }),
  );
});

async function hash(file: Blob): Promise<string> {
  const hasher = await createSHA256();
  for (let start = 0; start < file.size; start += sliceBytes) {
    hasher.update(new Uint8Array(await file.slice(start, start + sliceBytes).arrayBuffer()));
  }
  return hasher.digest('hex');
}
