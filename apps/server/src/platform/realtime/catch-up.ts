import type { LiveMessage, LiveRoom } from '@longwave/contracts/live';
import type { LiveLog } from './realtime.ts';

/** Most messages replayed to one subscriber; who missed more reloads its state instead (`gap`). */
export const replayMax = 1000;

export interface CatchUp {
  /** Every message of the rooms after this number reaches the subscriber by `finish` or after it. */
  readonly seq: number;
  /** Messages since `sinceSeq` are not all kept, or are too many: nothing is replayed. */
  readonly gap: boolean;
  /**
   * Delivers what was missed and what arrived meanwhile, each once, in order. Synchronous: who starts following
   * the log in the same turn misses nothing and gets nothing twice.
   */
  finish(deliver: (message: LiveMessage) => void): void;
  /** Gives up instead of `finish`. */
  cancel(): void;
}

/** Reads what rooms missed since `sinceSeq` (absent: nothing) while it collects what arrives. */
export async function catchUp(
  liveLog: LiveLog,
  request: { rooms: readonly LiveRoom[]; sinceSeq: number | undefined },
): Promise<CatchUp> {
  const rooms = new Set(request.rooms);
  const position = liveLog.position();
  if (request.sinceSeq === undefined || rooms.size === 0) {
    return { seq: position, gap: false, finish: () => undefined, cancel: () => undefined };
  }
  const arrived: LiveMessage[] = [];
  const stop = liveLog.subscribe((message) => rooms.has(message.room) && arrived.push(message));
  try {
    const replay = await liveLog.replay([...rooms], request.sinceSeq, replayMax + 1);
    const gap = replay.gap || replay.messages.length > replayMax;
    const missed = gap ? [] : replay.messages;
    const replayedSeq = missed.at(-1)?.seq ?? 0;
    return {
      seq: position,
      gap,
      finish(deliver) {
        stop();
        missed.forEach(deliver);
        arrived.filter((message) => message.seq > replayedSeq).forEach(deliver);
      },
      cancel: stop,
    };
  } catch (error) {
    stop();
    throw error;
  }
}
