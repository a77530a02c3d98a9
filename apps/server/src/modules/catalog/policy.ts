import type { UserId } from '@longwave/contracts/ids';
import type { Visibility } from '@longwave/contracts/catalog';
import { AppError } from '../../platform/errors.ts';
import type { Actor } from '../../platform/http/actor.ts';

/** What decides who sees a track. */
export interface TrackAccess {
  readonly ownerId: UserId;
  readonly visibility: Visibility;
  readonly publishedAt: Date | null;
  readonly deletedAt: Date | null;
}

/** Whether the track is out: published, its time has come, and it is not deleted. Private tracks are never out. */
export function isOut(track: TrackAccess, now: Date): boolean {
  return (
    track.deletedAt === null && track.visibility !== 'private' && track.publishedAt !== null && track.publishedAt <= now
  );
}

export function owns(actor: Actor, track: { readonly ownerId: UserId }): boolean {
  return actor.kind === 'user' && actor.userId === track.ownerId;
}

/** Owner: always. Others: once it is out; whoever has the link, for unlisted ones. */
export function maySee(actor: Actor, track: TrackAccess, now: Date): boolean {
  return owns(actor, track) || isOut(track, now);
}

/** Cache audience of the track's media: everyone once it is out, else the owner alone. */
export function audienceOf(track: TrackAccess, now: Date): string {
  return isOut(track, now) ? 'public' : `u:${track.ownerId}`;
}

/**
 * From when a track is visible: null until the owner asked for it and the version is ready,
 * then the release time, or now where that is unset or past.
 */
export function publicationTime(track: {
  readonly publishRequestedAt: Date | null;
  readonly releaseAt: Date | null;
  readonly versionReady: boolean;
  readonly publishedAt: Date | null;
  readonly now: Date;
}): Date | null {
  if (track.publishRequestedAt === null || !track.versionReady) return null;
  if (track.releaseAt !== null && track.releaseAt > track.now) return track.releaseAt;
  if (track.publishedAt !== null && track.publishedAt <= track.now) return track.publishedAt;
  return track.now;
}

/** The signed-in person behind a writing use case; the permission table has refused everyone else already. */
export function requireUser(actor: Actor): Extract<Actor, { kind: 'user' }> {
  if (actor.kind === 'user') return actor;
  throw new AppError('auth.required', { message: 'Sign in first.' });
}
