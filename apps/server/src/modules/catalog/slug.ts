/** Longest slug in UTF-16 units, as the contract counts, leaving room for a "-99" suffix within the 80 of the contract. */
const slugMaxLength = 74;

/**
 * Address part of a title: lower case, accents dropped from Latin letters, every run of other characters becomes one "-".
 * Letters of any script stay. A title without letters or digits gives "track".
 */
export function slugOf(title: string): string {
  const folded = title
    .normalize('NFKD')
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC')
    .toLowerCase();
  const joined = folded
    .replace(/['’]/gu, '')
    .replace(/[^\p{Ll}\p{Lo}\p{N}]+/gu, '-')
    .replace(/^-+/, '');
  // A surrogate pair that the limit cuts in half leaves a lone half, which is no letter.
  const slug = joined
    .slice(0, slugMaxLength)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/-+$/, '');
  return slug === '' ? 'track' : slug;
}

/** The first of `slug`, `slug-2`, `slug-3` … that is not taken. */
export function freeSlug(slug: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug;
  let n = 2;
  while (taken.has(`${slug}-${n}`)) n += 1;
  return `${slug}-${n}`;
}
