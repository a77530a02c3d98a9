/** SHA-256 of a file in lower-case hexadecimal, computed while it is sent. */
export type HashFile = (file: Blob, signal: AbortSignal) => Promise<string>;

/** Hashes in a worker of its own, so that typing and scrolling stay smooth beside it. */
export const hashFile: HashFile = (file, signal) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./hash.worker.ts', import.meta.url), { type: 'module', name: 'sha256' });
    const end = () => worker.terminate();
    signal.addEventListener(
      'abort',
      () => {
        end();
        reject(signal.reason);
      },
      { once: true },
    );
    worker.addEventListener('message', (event: MessageEvent<{ sha256?: string; error?: string }>) => {
      end();
      if (event.data.sha256) resolve(event.data.sha256);
      else reject(new Error(event.data.error));
    });
    worker.addEventListener('error', (event) => {
      end();
      reject(new Error(event.message));
    });
    worker.postMessage(file, []);
  });
