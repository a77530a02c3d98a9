import type { EventName, EventPayload } from '@longwave/contracts/events';
import type { Tx } from '../db/database.ts';

/** A recorded domain event; `seq` grows over the instance and orders a subject's events. */
export interface RecordedEvent<N extends EventName = EventName> {
  readonly seq: number;
  readonly name: N;
  /** The thing the event is about (`version:<id>` …); events of one subject are delivered in order. */
  readonly subject: string;
  readonly payload: EventPayload<N>;
  readonly occurredAt: Date;
}

/**
 * One reaction to one event. Runs in its own transaction, which also records that it has run:
 * together with idempotent code that makes the effect in our tables exactly-once.
 */
export interface Reaction<N extends EventName = EventName> {
  /** Stable name, `module.verb-noun`; renaming one replays nothing. */
  readonly name: string;
  readonly on: N;
  readonly react: (tx: Tx, event: RecordedEvent<N>) => Promise<void>;
}

export interface Events extends AsyncDisposable {
  /** Writes the event and its deliveries in the caller's transaction. */
  emit<N extends EventName>(tx: Tx, name: N, event: { subject: string; payload: EventPayload<N> }): Promise<void>;
  /** Registers reactions and starts delivering. */
  start(reactions: readonly Reaction[]): Promise<void>;
  /** Delivers everything pending, in this call; for tests and shutdown. */
  processAll(): Promise<void>;
}
