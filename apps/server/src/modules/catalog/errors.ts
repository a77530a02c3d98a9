import type { TrackId } from '@longwave/contracts/ids';
import { AppError } from '../../platform/errors.ts';

/** Also the answer for a track the caller may not see, so that ids do not leak. */
export function trackNotFound(trackId?: TrackId): AppError {
  return new AppError('catalog.track_not_found', {
    message: 'There is no such track, or you may not see it.',
    ...(trackId && { details: { trackId } }),
  });
}

export function slugTaken(slug: string): AppError {
  return new AppError('catalog.slug_taken', {
    message: `Another of your tracks already uses the address "${slug}".`,
    details: { field: 'slug', rule: 'unique', slug },
  });
}

export function versionFailed(trackId: TrackId): AppError {
  return new AppError('catalog.track_not_ready', {
    message: 'The audio of this track could not be processed. Retry it or upload another file before publishing.',
    details: { trackId, rule: 'version not failed' },
  });
}

export function releaseInPast(releaseAt: string): AppError {
  return new AppError('catalog.release_in_past', {
    message: 'The release time has passed already. Leave it out to publish now.',
    details: { field: 'releaseAt', rule: 'in the future', releaseAt },
  });
}

export function versionNotFailed(trackId: TrackId): AppError {
  return new AppError('catalog.version_not_failed', {
    message: 'Only a version whose processing failed can be retried.',
    details: { trackId },
  });
}

export function cursorInvalid(): AppError {
  return new AppError('catalog.cursor_invalid', {
    message: 'This cursor does not belong to this list. Start again without one.',
    details: { field: 'cursor', rule: 'a nextCursor of the same list' },
  });
}
