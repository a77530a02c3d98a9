/** Longest slug in characters, leaving room for a "-99" suffix within the 80 of the contract. */
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
  const slug = [...folded.replace(/['’]/gu, '').replace(/[^\p{Ll}\p{Lo}\p{N}]+/gu, '-')]
    .slice(0, slugMaxLength)
    .join('')
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'track' : slug;
}

/** The first of `slug`, `slug-2`, `slug-3` … that is not taken. */
export function freeSlug(slug: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug;
  let n = 2;
  while (taken.has(`${slug}-${n}`)) n += 1;
  return `${slug}-${n}`;
}
