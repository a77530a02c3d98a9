import { AppError } from '../../platform/errors.ts';

/** Part bodies received at once by this process, and of one upload. */
export const partSlotLimits = { total: 128, perUpload: 16 } as const;

export interface PartSlots {
  /** Runs the work when there is room: `server.unavailable` or `request.rate_limited` (both with Retry-After) when not. */
  run<T>(uploadId: string, work: () => Promise<T>): Promise<T>;
}

/** Bounds the bodies that are being received, so that senders cannot fill memory and file descriptors. */
export function createPartSlots(limits: { total: number; perUpload: number } = partSlotLimits): PartSlots {
  const inUse = new Map<string, number>();
  let total = 0;
  return {
    async run(uploadId, work) {
      const own = inUse.get(uploadId) ?? 0;
      if (own >= limits.perUpload)
        throw new AppError('request.rate_limited', {
          message: `At most ${limits.perUpload} parts of one upload may be sent at once.`,
          retryAfterS: 1,
        });
      if (total >= limits.total)
        throw new AppError('server.unavailable', { message: 'Too many parts are being received.', retryAfterS: 1 });
      inUse.set(uploadId, own + 1);
      total += 1;
      try {
        return await work();
      } finally {
        total -= 1;
        const left = (inUse.get(uploadId) ?? 1) - 1;
        if (left === 0) inUse.delete(uploadId);
        else inUse.set(uploadId, left);
      }
    },
  };
}
