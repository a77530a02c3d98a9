/** What the player needs to know of a track; a small copy, so that the queue survives a reload without the server. */
export interface PlayerTrack {
  readonly id: string;
  readonly title: string;
  readonly artistName: string;
  readonly artistHandle: string;
  /** Path of the track's page. */
  readonly path: string;
  readonly durationMs: number;
  readonly artwork: { readonly url200: string; readonly url1000: string; readonly colour: string };
}

/** A place in the queue: the same track can be there twice, so places have keys of their own. */
export interface QueueEntry {
  readonly key: number;
  readonly track: PlayerTrack;
}

export const repeatModes = ['off', 'all', 'one'] as const;
export type RepeatMode = (typeof repeatModes)[number];

/** `entries` are in the order they play; `unshuffled` keeps the order of before while shuffle is on. */
export interface Queue {
  readonly entries: readonly QueueEntry[];
  readonly currentKey: number | null;
  readonly nextKey: number;
  readonly repeat: RepeatMode;
  readonly unshuffled: readonly number[] | null;
}

/** Numbers in [0, 1), for shuffling. */
export type Random = () => number;

/** Longest queue that is kept; further tracks are left out. */
export const queueMax = 1000;

export const emptyQueue: Queue = { entries: [], currentKey: null, nextKey: 1, repeat: 'off', unshuffled: null };

export function currentIndex(queue: Queue): number {
  return queue.entries.findIndex((entry) => entry.key === queue.currentKey);
}
export function currentTrack(queue: Queue): PlayerTrack | null {
  return queue.entries[currentIndex(queue)]?.track ?? null;
}

/** Replaces the queue by `tracks` and makes the one at `index` current; with shuffle on, the rest is shuffled after it. */
export function replaceQueue(
  queue: Queue,
  input: { tracks: readonly PlayerTrack[]; index: number; random: Random },
): Queue {
  const entries = input.tracks.slice(0, queueMax).map((track, i) => ({ key: queue.nextKey + i, track }));
  const currentKey = (entries[input.index] ?? entries[0])?.key ?? null;
  const next: Queue = { ...queue, entries, currentKey, nextKey: queue.nextKey + entries.length, unshuffled: null };
  return queue.unshuffled === null ? next : setShuffle(next, true, input.random);
}

/** Puts tracks right after the current one (`next`) or at the end. The first track of an empty queue becomes current. */
export function insertTracks(queue: Queue, tracks: readonly PlayerTrack[], where: 'next' | 'end'): Queue {
  const room = Math.max(0, queueMax - queue.entries.length);
  const added = tracks.slice(0, room).map((track, i) => ({ key: queue.nextKey + i, track }));
  const at = where === 'next' ? currentIndex(queue) + 1 : queue.entries.length;
  const keys = added.map((entry) => entry.key);
  return {
    ...queue,
    entries: queue.entries.toSpliced(at, 0, ...added),
    currentKey: queue.currentKey ?? added[0]?.key ?? null,
    nextKey: queue.nextKey + added.length,
    unshuffled: queue.unshuffled && insertAfter(queue.unshuffled, where === 'next' ? queue.currentKey : null, keys),
  };
}

function insertAfter(order: readonly number[], key: number | null, keys: readonly number[]): readonly number[] {
  return key === null ? [...order, ...keys] : order.toSpliced(order.indexOf(key) + 1, 0, ...keys);
}

/** Takes a place out. When it was the current one, the one after it (else the one before it) becomes current. */
export function removeEntry(queue: Queue, key: number): Queue {
  const index = queue.entries.findIndex((entry) => entry.key === key);
  if (index < 0) return queue;
  const entries = queue.entries.toSpliced(index, 1);
  const currentKey =
    key === queue.currentKey ? ((entries[index] ?? entries[index - 1])?.key ?? null) : queue.currentKey;
  return { ...queue, entries, currentKey, unshuffled: queue.unshuffled?.filter((other) => other !== key) ?? null };
}

/** Moves a place to `toIndex` (clamped to the queue). */
export function moveEntry(queue: Queue, key: number, toIndex: number): Queue {
  const index = queue.entries.findIndex((entry) => entry.key === key);
  const entry = queue.entries[index];
  if (entry === undefined) return queue;
  const to = Math.min(Math.max(toIndex, 0), queue.entries.length - 1);
  return { ...queue, entries: queue.entries.toSpliced(index, 1).toSpliced(to, 0, entry) };
}

/** Keeps only the current place. */
export function clearUpcoming(queue: Queue): Queue {
  const entries = queue.entries.filter((entry) => entry.key === queue.currentKey);
  return { ...queue, entries, unshuffled: queue.unshuffled && entries.map((entry) => entry.key) };
}

export function setCurrent(queue: Queue, key: number): Queue {
  return queue.entries.some((entry) => entry.key === key) ? { ...queue, currentKey: key } : queue;
}

/**
 * The place that plays after the current one; null at the end of the queue.
 * `ended` honours "repeat one"; a person who presses next wants the next one all the same.
 */
export function following(queue: Queue, why: 'ended' | 'pressed'): QueueEntry | null {
  const index = currentIndex(queue);
  if (why === 'ended' && queue.repeat === 'one') return queue.entries[index] ?? null;
  return queue.entries[index + 1] ?? (queue.repeat === 'all' ? (queue.entries[0] ?? null) : null);
}

/** The place before the current one; null at the start of the queue. */
export function preceding(queue: Queue): QueueEntry | null {
  const index = currentIndex(queue);
  return queue.entries[index - 1] ?? (queue.repeat === 'all' ? (queue.entries.at(-1) ?? null) : null);
}

/**
 * Shuffle on: the current place comes first, all others follow in random order, so each plays exactly once (Fisher–Yates).
 * Shuffle off: the order of before, with the current place still current.
 */
export function setShuffle(queue: Queue, on: boolean, random: Random): Queue {
  if (on === (queue.unshuffled !== null)) return queue;
  if (!on) {
    const place = new Map(queue.unshuffled?.map((key, index) => [key, index]));
    const entries = queue.entries.toSorted((a, b) => (place.get(a.key) ?? 0) - (place.get(b.key) ?? 0));
    return { ...queue, entries, unshuffled: null };
  }
  const rest = queue.entries.filter((entry) => entry.key !== queue.currentKey);
  for (let last = rest.length - 1; last > 0; last--) {
    const pick = Math.floor(random() * (last + 1));
    const [a, b] = [rest[last], rest[pick]];
    if (a !== undefined && b !== undefined) [rest[last], rest[pick]] = [b, a];
  }
  const first = queue.entries.filter((entry) => entry.key === queue.currentKey);
  return { ...queue, entries: [...first, ...rest], unshuffled: queue.entries.map((entry) => entry.key) };
}

export function setRepeat(queue: Queue, repeat: RepeatMode): Queue {
  return { ...queue, repeat };
}
