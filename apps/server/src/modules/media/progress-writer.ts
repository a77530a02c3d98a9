/**
 * Least time between two written percentages, in ms. A write takes about 10 ms of an embedded database, which runs in this
 * process: two a second were 4 % of the whole job.
 */
const intervalMs = 1000;

/**
 * Passes percentages on to a slow writer: only growing ones, at most one a second, never two at once. A failed write ends
 * nothing (the next one or the final state corrects it) and is handed to `onError`.
 */
export function createProgressWriter(deps: {
  write: (percent: number) => Promise<void>;
  onError: (error: unknown) => void;
  /** Monotonic milliseconds. */
  nowMs: () => number;
}): { report(percent: number): void; settle(): Promise<void> } {
  let written = 0;
  let lastAtMs = -Infinity;
  let running: Promise<void> | null = null;
  return {
    report(percent) {
      if (running || percent <= written || deps.nowMs() - lastAtMs < intervalMs) return;
      written = percent;
      lastAtMs = deps.nowMs();
      running = deps
        .write(percent)
        .catch(deps.onError)
        .finally(() => {
          running = null;
        });
    },
    async settle() {
      await running;
    },
  };
}
