/** What the browser build says of one of its files (Vite's manifest). */
export interface ManifestChunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
  readonly assets?: readonly string[];
}
export type Manifest = Readonly<Record<string, ManifestChunk>>;

/** Addresses that a page names in its head. */
export interface ClientAssets {
  readonly script: string;
  readonly styles: readonly string[];
  readonly preloads: readonly string[];
  readonly fonts: readonly string[];
}

/** Faces that the first screen is set in; the others come when a page needs their letters. */
const firstFonts = /(?:inter|bricolage-grotesque)-latin-wght-normal-[^/]*\.woff2$/;

/** Resolves an entry of the manifest to the files it loads at once. Throws when the browser build lacks it. */
export function assetsOf(manifest: Manifest, entry: string): ClientAssets {
  const chunk = manifest[entry];
  if (chunk === undefined) throw new Error(`the browser build has no entry "${entry}": build it before the server's`);
  const seen = new Set<string>();
  const collect = (name: string): ManifestChunk[] => {
    const found = manifest[name];
    if (found === undefined || seen.has(name)) return [];
    seen.add(name);
    return [found, ...(found.imports ?? []).flatMap(collect)];
  };
  const chunks = collect(entry);
  const files = (list: (chunk: ManifestChunk) => readonly string[]) =>
    [...new Set(chunks.flatMap(list))].map((f) => `/${f}`);
  return {
    script: `/${chunk.file}`,
    styles: files((c) => c.css ?? []),
    preloads: files((c) => (c === chunk ? [] : [c.file])),
    fonts: Object.values(manifest)
      .map((c) => `/${c.file}`)
      .concat(files((c) => c.assets ?? []))
      .filter((file, index, all) => firstFonts.test(file) && all.indexOf(file) === index),
  };
}
