import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as q from './queue.ts';

function track(id: string): q.PlayerTrack {
  const artwork = { url200: '', url1000: '', colour: '#000000' };
  return { id, title: id, artistName: 'A', artistHandle: 'a', path: `/@a/${id}`, durationMs: 1000, artwork };
}
const tracks = (count: number) => Array.from({ length: count }, (_, i) => track(`t${i}`));
const seeded = (seed: number) => () => {
  seed = (seed * 48271) % 2147483647;
  return seed / 2147483647;
};
const queueOf = (count: number, index = 0) =>
  q.replaceQueue(q.emptyQueue, { tracks: tracks(count), index, random: seeded(1) });
const ids = (queue: q.Queue) => queue.entries.map((entry) => entry.track.id);

type Step = (queue: q.Queue) => q.Queue;
const anyKey = (queue: q.Queue, at: number) => queue.entries[at % Math.max(1, queue.entries.length)]?.key ?? -1;
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.nat(8).map(
    (n): Step =>
      (queue) =>
        q.insertTracks(queue, tracks(n), 'end'),
  ),
  fc.nat(3).map(
    (n): Step =>
      (queue) =>
        q.insertTracks(queue, tracks(n), 'next'),
  ),
  fc.nat(50).map(
    (at): Step =>
      (queue) =>
        q.removeEntry(queue, anyKey(queue, at)),
  ),
  fc.tuple(fc.nat(50), fc.integer({ min: -3, max: 60 })).map(
    ([at, to]): Step =>
      (queue) =>
        q.moveEntry(queue, anyKey(queue, at), to),
  ),
  fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 1e6 })).map(
    ([on, seed]): Step =>
      (queue) =>
        q.setShuffle(queue, on, seeded(seed)),
  ),
  fc.nat(50).map(
    (at): Step =>
      (queue) =>
        q.setCurrent(queue, anyKey(queue, at)),
  ),
  fc.constant<Step>(q.clearUpcoming),
  fc.tuple(fc.integer({ min: 1, max: 6 }), fc.nat(5)).map(
    ([count, index]): Step =>
      (queue) =>
        q.replaceQueue(queue, { tracks: tracks(count), index, random: seeded(7) }),
  ),
);

test('after any steps the keys are unique, the current place exists, and shuffle remembers exactly the places there are', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const queue = steps.reduce((state, next) => next(state), q.emptyQueue);
      const keys = queue.entries.map((entry) => entry.key);
      expect(new Set(keys).size).toBe(keys.length);
      expect(queue.currentKey === null ? keys.length : keys.indexOf(queue.currentKey) >= 0 ? 0 : -1).toBe(0);
      expect((queue.unshuffled ?? keys).toSorted()).toEqual(keys.toSorted());
    }),
  );
});

test('shuffle plays every track exactly once, starting with the current one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(59), fc.integer({ min: 1, max: 1e6 }), (count, index, seed) => {
      let queue = q.setShuffle(queueOf(count, index % count), true, seeded(seed));
      expect(q.currentIndex(queue)).toBe(0);
      const heard = [q.currentTrack(queue)?.id];
      for (let entry = q.following(queue, 'ended'); entry !== null; entry = q.following(queue, 'ended')) {
        heard.push(entry.track.id);
        queue = q.setCurrent(queue, entry.key);
      }
      expect(heard.toSorted()).toEqual(ids(queueOf(count)).toSorted());
    }),
  );
});

test('turning shuffle off brings the old order back, with the current track still current', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 1e6 }), (count, seed) => {
      const before = queueOf(count, count - 1);
      const after = q.setShuffle(q.setShuffle(before, true, seeded(seed)), false, seeded(seed));
      expect(ids(after)).toEqual(ids(before));
      expect(after.currentKey).toBe(before.currentKey);
    }),
  );
});

test('the queue ends after its last track, starts over with repeat all, and stays with repeat one until next is pressed', () => {
  const last = queueOf(3, 2);
  expect(q.following(last, 'ended')).toBeNull();
  expect(q.following(q.setRepeat(last, 'all'), 'ended')?.track.id).toBe('t0');
  expect(q.following(q.setRepeat(last, 'one'), 'ended')?.track.id).toBe('t2');
  expect(q.following(q.setRepeat(queueOf(3, 0), 'one'), 'pressed')?.track.id).toBe('t1');
  expect(q.preceding(queueOf(3, 0))).toBeNull();
  expect(q.preceding(q.setRepeat(queueOf(3, 0), 'all'))?.track.id).toBe('t2');
});

test('play next goes right behind the current track, add goes to the end', () => {
  const queue = queueOf(3, 1);
  expect(ids(q.insertTracks(queue, [track('x')], 'next'))).toEqual(['t0', 't1', 'x', 't2']);
  expect(ids(q.insertTracks(queue, [track('x')], 'end'))).toEqual(['t0', 't1', 't2', 'x']);
});

test('removing the current track makes the one after it current, or the one before it at the end', () => {
  const middle = queueOf(3, 1);
  expect(q.currentTrack(q.removeEntry(middle, middle.currentKey ?? 0))?.id).toBe('t2');
  const end = queueOf(3, 2);
  expect(q.currentTrack(q.removeEntry(end, end.currentKey ?? 0))?.id).toBe('t1');
});

test('a queue never grows beyond its limit', () => {
  const queue = q.insertTracks(queueOf(q.queueMax - 1), tracks(10), 'end');
  expect(queue.entries).toHaveLength(q.queueMax);
});
