import type { ByteRange } from '../../platform/storage/object-store.ts';

/** More ranges than this in one request are ignored (RFC 9110 §14.2): nobody needs them and they cost much to answer. */
const rangesMax = 10;

export type RangeAnswer =
  | { readonly kind: 'whole' }
  | { readonly kind: 'unsatisfiable' }
  | { readonly kind: 'ranges'; readonly ranges: readonly ByteRange[] };

const whole: RangeAnswer = { kind: 'whole' };

/**
 * What a `Range` header asks of a representation of `sizeBytes` (RFC 9110 §14.1.2, §14.2). Another unit, a broken
 * syntax or too many ranges are ignored; ranges that overlap or touch are joined.
 */
export function parseRanges(header: string | undefined, sizeBytes: number): RangeAnswer {
  if (header === undefined) return whole;
  const set = /^bytes=(.+)$/i.exec(header.trim())?.[1];
  if (set === undefined) return whole;
  const specs = set
    .split(',')
    .map((spec) => spec.trim())
    .filter((spec) => spec !== '');
  if (specs.length === 0 || specs.length > rangesMax) return whole;
  const ranges: ByteRange[] = [];
  for (const spec of specs) {
    const parsed = parseSpec(spec, sizeBytes);
    if (parsed === 'broken') return whole;
    if (parsed !== 'unsatisfiable') ranges.push(parsed);
  }
  return ranges.length === 0 ? { kind: 'unsatisfiable' } : { kind: 'ranges', ranges: joinOverlaps(ranges) };
}

function parseSpec(spec: string, sizeBytes: number): ByteRange | 'broken' | 'unsatisfiable' {
  const match = /^(\d{0,18})-(\d{0,18})$/.exec(spec);
  if (!match) return 'broken';
  const [, first = '', last = ''] = match;
  if (first === '') {
    if (last === '') return 'broken';
    const suffix = Math.min(Number(last), sizeBytes);
    return suffix === 0 ? 'unsatisfiable' : { start: sizeBytes - suffix, end: sizeBytes - 1 };
  }
  if (last !== '' && Number(last) < Number(first)) return 'broken';
  if (Number(first) >= sizeBytes) return 'unsatisfiable';
  return { start: Number(first), end: last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1) };
}

/** Keeps the order asked for unless some ranges overlap or touch; then sorted and joined (RFC 9110 §15.3.7.2). */
function joinOverlaps(ranges: readonly ByteRange[]): readonly ByteRange[] {
  const sorted = ranges.toSorted((a, b) => a.start - b.start);
  const joined: ByteRange[] = [];
  for (const range of sorted) {
    const last = joined.at(-1);
    if (last && range.start <= last.end + 1)
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else joined.push(range);
  }
  return joined.length === ranges.length ? ranges : joined;
}
