import { backoffMs, retryLimits, waitMs } from './backoff.ts';
import { isTransient } from './upload-error.ts';
import type { UploadHold } from './upload-item.ts';

/** Whether the browser has a network, and news of its return. */
export interface Network {
  online(): boolean;
  /** Calls back when the network returns; answers a function that stops. */
  onOnline(listener: () => void): () => void;
}

export interface RetryContext {
  readonly network: Network;
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly onHold: (hold: UploadHold | null) => void;
}

/** Longest look-away while offline: browsers have been seen to miss the `online` event. */
const offlineCheckMs = 15_000;

/**
 * Runs a request until it succeeds or fails for good. A lost network is waited out for as long as it takes; a server
 * that answers 5xx or 429 gets eight tries, with growing pauses. Rejects with the signal's reason when aborted.
 */
export async function retryRequest<T>(context: RetryContext, request: () => Promise<T>): Promise<T> {
  const { network, signal, onHold } = context;
  for (let attempt = 0, answered = 0; ; attempt += 1) {
    try {
      const result = await request();
      onHold(null);
      return result;
    } catch (error) {
      signal.throwIfAborted();
      if (!isTransient(error)) throw error;
      if (error.status !== 0) answered += 1;
      if (answered > retryLimits.serverErrorTries) throw error;
      const offline = !network.online();
      onHold(offline ? 'offline' : 'retrying');
      await waitMs(offline ? offlineCheckMs : backoffMs(attempt, context.random()), signal, network.onOnline);
    }
  }
}
