/**
 * A title to start from: the name without its extension, a leading track number, and the separators that stand for
 * spaces. `03_-_Slow.Dawn (demo).flac` → `Slow Dawn (demo)`. Never empty; at most 200 characters (the server's limit).
 */
export function titleFromFilename(filename: string): string {
  const stem = filename.replace(/\.[a-z0-9]{1,5}$/i, '');
  const spaced = /\s/.test(stem.trim())
    ? stem.replace(/_/g, ' ')
    : stem.replace(/[_.]+/g, ' ').replace(/(?<=\S)-(?=\S)/g, spaceWords(stem));
  const title = spaced
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\d{1,3}(?:\s*[-.)]\s*|\s+)(?=\S)/, '')
    .replace(/^[-\s]+|[-\s]+$/g, '');
  return (title || stem.trim() || filename).slice(0, 200);
}

/** Hyphens are word breaks in `slow-dawn-demo`, and belong to the word in `Blu-ray`. */
function spaceWords(stem: string): string {
  return (stem.match(/-/g) ?? []).length > 1 ? ' ' : '-';
}
