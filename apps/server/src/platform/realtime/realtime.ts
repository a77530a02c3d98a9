import type { LiveMessage, LiveName, LivePayload, LiveRoom } from '@longwave/contracts/live';
import type { Tx } from '../db/database.ts';

/** The numbered log of live messages. What is published commits with the caller's transaction and is sent after it. */
export interface LiveLog extends AsyncDisposable {
  publish<N extends LiveName>(tx: Tx, message: { room: LiveRoom; name: N; data: LivePayload<N> }): Promise<void>;
  /** Messages of these rooms after `sinceSeq`, oldest first, at most `limit`; `gap` when older ones were trimmed. */
  replay(
    rooms: readonly LiveRoom[],
    sinceSeq: number,
    limit: number,
  ): Promise<{ messages: LiveMessage[]; gap: boolean; seq: number }>;
  /** Calls back for each new message of this instance, in order of `seq`; returns a function that stops. */
  subscribe(onMessage: (message: LiveMessage) => void): () => void;
  /** `seq` of the newest message handed to the subscribers of this process; 0 before the first. */
  position(): number;
  /** Starts numbering and following; messages are handed on from here. */
  start(): Promise<void>;
  /** Removes messages older than the given time. */
  trim(olderThan: Date): Promise<number>;
}
