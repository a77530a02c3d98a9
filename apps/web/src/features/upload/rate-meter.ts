const windowMs = 4000;

/** Bytes per second over the last four seconds, from totals noted as they grow. */
export function createRateMeter(nowMs: () => number) {
  let notes: { atMs: number; totalBytes: number }[] = [];
  return {
    note(totalBytes: number): void {
      const atMs = nowMs();
      notes = notes.filter((entry) => atMs - entry.atMs <= windowMs && entry.totalBytes <= totalBytes);
      notes.push({ atMs, totalBytes });
    },
    bytesPerS(): number {
      const [first] = notes;
      const last = notes.at(-1);
      if (!first || !last || last.atMs === first.atMs) return 0;
      return Math.round(((last.totalBytes - first.totalBytes) / (last.atMs - first.atMs)) * 1000);
    },
  };
}
