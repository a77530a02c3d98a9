import { expect, test } from 'vitest';
import type { UserId } from '@longwave/contracts/ids';
import type { Actor } from '../../platform/http/actor.ts';
import { audienceOf, maySee, publicationTime } from './policy.ts';

const now = new Date('2026-06-01T12:00:00Z');
const later = new Date('2026-06-01T12:00:01Z');
const owner = '01890a5d-ac96-774b-bcce-b302099a8057' as UserId;
const asOwner: Actor = { kind: 'user', userId: owner, handle: 'ana', role: 'artist', sessionId: null };
const asAdmin: Actor = { ...asOwner, userId: '01890a5d-ac96-774b-bcce-b302099a8058' as UserId, role: 'admin' };
const nobody: Actor = { kind: 'anonymous' };
const out = { ownerId: owner, visibility: 'public', publishedAt: now, deletedAt: null } as const;

test.each([
  ['public and out', out, true],
  ['unlisted and out, by its link', { ...out, visibility: 'unlisted' } as const, true],
  ['private', { ...out, visibility: 'private' } as const, false],
  ['a draft', { ...out, publishedAt: null }, false],
  ['out in one second', { ...out, publishedAt: later }, false],
  ['deleted', { ...out, deletedAt: now }, false],
])('a track that is %s is seen by strangers and admins: %s', (_what, track, seen) => {
  expect(maySee(nobody, track, now)).toBe(seen);
  expect(maySee(asAdmin, track, now)).toBe(seen);
  expect(maySee(asOwner, track, now)).toBe(true);
  expect(audienceOf(track, now)).toBe(seen ? 'public' : `u:${owner}`);
});

test('publication waits for the wish, the version and the release time, whichever is last', () => {
  const ready = { publishRequestedAt: now, releaseAt: null, versionReady: true, publishedAt: null, now };
  expect(publicationTime({ ...ready, publishRequestedAt: null })).toBeNull();
  expect(publicationTime({ ...ready, versionReady: false })).toBeNull();
  expect(publicationTime(ready)).toEqual(now);
  expect(publicationTime({ ...ready, releaseAt: later })).toEqual(later);
  const earlier = new Date(now.getTime() - 1000);
  expect(publicationTime({ ...ready, releaseAt: earlier })).toEqual(now);
  expect(publicationTime({ ...ready, publishedAt: earlier })).toEqual(earlier);
});
