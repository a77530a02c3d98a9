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
  react(tx: Tx, event: RecordedEvent<N>): Promise<void>;
}

export interface Events extends AsyncDisposable {
  /** Writes the event in the caller's transaction: it is delivered exactly if the transaction commits. Works before `start` too. */
  emit<N extends EventName>(tx: Tx, name: N, event: { subject: string; payload: EventPayload<N> }): Promise<void>;
  /** Registers reactions and starts delivering. */
  start(reactions: readonly Reaction[]): Promise<void>;
  /** Delivers everything that is due, in this call; for tests and shutdown. A failing reaction is due again later. */
  processAll(): Promise<void>;
  /** Removes events older than the given time that nothing waits for; answers how many. */
  trim(olderThan: Date): Promise<number>;
  /** Deliveries given up after their tries, newest first. */
  listDead(limit: number): Promise<DeadDelivery[]>;
}

export interface DeadDelivery {
  readonly seq: number;
  readonly name: EventName;
  readonly subject: string;
  readonly reaction: string;
  readonly error: string;
  readonly deadAt: Date;
}
