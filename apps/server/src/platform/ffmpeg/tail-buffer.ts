/** Keeps the last `capacityBytes` bytes of a stream as text; constant memory however much a program says. */
export function createTailBuffer(capacityBytes: number): { push(chunk: Buffer): void; text(): string } {
  let chunks: Buffer[] = [];
  let length = 0;
  const compact = () => {
    const joined = Buffer.concat(chunks);
    const kept = joined.subarray(Math.max(0, joined.length - capacityBytes));
    chunks = [kept];
    length = kept.length;
    return kept;
  };
  return {
    push(chunk) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > 2 * capacityBytes) compact();
    },
    text: () => compact().toString('utf8'),
  };
}

/** Keeps the first `capacityBytes` bytes and drops the rest. */
export function createHeadBuffer(capacityBytes: number): { push(chunk: Buffer): void; text(): string } {
  const chunks: Buffer[] = [];
  let length = 0;
  return {
    push(chunk) {
      const room = capacityBytes - length;
      if (room <= 0) return;
      chunks.push(chunk.subarray(0, room));
      length += Math.min(room, chunk.length);
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}
