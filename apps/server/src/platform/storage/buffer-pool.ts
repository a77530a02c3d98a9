/** Reused read buffers; what is taken beyond the kept number is left to the garbage collector when given back. */
export interface BufferPool {
  readonly bufferBytes: number;
  take(): Buffer;
  give(buffer: Buffer): void;
}

export function createBufferPool(options: { bufferBytes: number; kept: number }): BufferPool {
  const free: Buffer[] = [];
  return {
    bufferBytes: options.bufferBytes,
    take: () => free.pop() ?? Buffer.allocUnsafeSlow(options.bufferBytes),
    give(buffer) {
      if (free.length < options.kept) free.push(buffer);
    },
  };
}
