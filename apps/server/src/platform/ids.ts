import { v7 } from 'uuid';

/** A new UUIDv7 under the brand of its id type, e.g. `newId<TrackId>()`. */
export function newId<T extends string>(): T {
  return v7() as T;
}
