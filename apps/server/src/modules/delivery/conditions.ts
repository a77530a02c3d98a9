import type { IncomingHttpHeaders } from 'node:http';

export interface Validators {
  /** Strong, with quotes. */
  readonly etag: string;
  readonly modifiedAt: Date;
}
export type Verdict = 'proceed' | 'not-modified' | 'precondition-failed';

/** HTTP dates have whole seconds. */
function secondsOf(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
/** Seconds of an HTTP date, or null when it is none: such a condition is ignored. */
function parseHttpDate(value: string): number | null {
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? null : Math.floor(ms / 1000);
}

function listNames(header: string, etag: string, weak: boolean): boolean {
  if (header.trim() === '*') return true;
  return header.split(',').some((item) => {
    const tag = item.trim();
    return tag === etag || (weak && tag.startsWith('W/') && tag.slice(2) === etag);
  });
}

/** Preconditions of a GET or HEAD in the order of RFC 9110 §13.2.2 (without If-Range). */
export function judgeConditions(headers: IncomingHttpHeaders, { etag, modifiedAt }: Validators): Verdict {
  const ifMatch = headers['if-match'];
  const ifUnmodifiedSince = headers['if-unmodified-since'];
  if (ifMatch !== undefined) {
    if (!listNames(ifMatch, etag, false)) return 'precondition-failed';
  } else if (ifUnmodifiedSince !== undefined) {
    const since = parseHttpDate(ifUnmodifiedSince);
    if (since !== null && secondsOf(modifiedAt) > since) return 'precondition-failed';
  }
  const ifNoneMatch = headers['if-none-match'];
  if (ifNoneMatch !== undefined) return listNames(ifNoneMatch, etag, true) ? 'not-modified' : 'proceed';
  const ifModifiedSince = headers['if-modified-since'];
  if (ifModifiedSince === undefined) return 'proceed';
  const since = parseHttpDate(ifModifiedSince);
  return since !== null && secondsOf(modifiedAt) <= since ? 'not-modified' : 'proceed';
}

/** Whether `Range` counts (RFC 9110 §13.1.5): no If-Range, the same strong tag, or exactly the same date. */
export function rangeApplies(headers: IncomingHttpHeaders, { etag, modifiedAt }: Validators): boolean {
  const ifRange = headers['if-range'];
  if (ifRange === undefined) return true;
  if (typeof ifRange !== 'string') return false;
  const value = ifRange.trim();
  if (value.startsWith('"') || value.startsWith('W/')) return value === etag;
  return parseHttpDate(value) === secondsOf(modifiedAt);
}
