import { inArray } from 'drizzle-orm';
import type { MediaDeps } from './media-deps.ts';
import { artworksRoot, transcodesRoot, waveformsRoot } from './object-prefixes.ts';
import { removeOriginalIfUnused } from './originals.ts';
import { artworks, assets, processings } from './schema.ts';

type Deps = Pick<MediaDeps, 'db' | 'store' | 'clock' | 'log'>;

/** Files are made before their rows; younger ones may belong to a run that has not committed yet. */
const minAgeMs = 24 * 3600 * 1000;
const batch = 500;

/** Where files live, and which of the given ids (second part of the key, or the last for originals) a row still names. */
const roots = [
  {
    root: transcodesRoot,
    known: async (deps: Deps, ids: string[]) => knownVersions(deps, ids),
  },
  {
    root: waveformsRoot,
    known: async (deps: Deps, ids: string[]) => knownVersions(deps, ids),
  },
  {
    root: artworksRoot,
    known: async (deps: Deps, ids: string[]) => {
      const rows = await deps.db.read
        .select({ id: artworks.assetId })
        .from(artworks)
        .where(inArray(artworks.assetId, ids));
      return new Set(rows.map((row) => row.id));
    },
  },
] as const;

async function knownVersions(deps: Deps, ids: string[]): Promise<Set<string>> {
  const rows = await deps.db.read
    .select({ id: processings.versionId })
    .from(processings)
    .where(inArray(processings.versionId, ids));
  return new Set(rows.map((row) => row.id));
}

/**
 * Removes files that no row names and that are older than 24 h: what a run left that was killed between placing files and
 * committing rows, or between deleting rows and removing files. Memory is bounded by the number of versions, not of files.
 */
export async function sweepOrphans(deps: Deps): Promise<void> {
  let removed = 0;
  for (const { root, known } of roots) {
    const old = await oldPrefixes(deps, root);
    for (let at = 0; at < old.length; at += batch) {
      const ids = old.slice(at, at + batch);
      const kept = await known(deps, ids);
      for (const id of ids.filter((one) => !kept.has(one))) {
        await deps.store.removePrefix(`${root}/${id}`);
        removed += 1;
      }
    }
  }
  removed += await sweepOriginals(deps);
  if (removed > 0) deps.log.info({ removed }, 'removed files that nothing refers to');
}

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Ids below a root whose newest file is old enough. What is not named by an id is not ours to remove. */
async function oldPrefixes(deps: Deps, root: string): Promise<string[]> {
  const newest = new Map<string, number>();
  for await (const { key, modifiedAt } of deps.store.list(root)) {
    const id = key.split('/')[1] ?? '';
    if (uuidPattern.test(id)) newest.set(id, Math.max(newest.get(id) ?? 0, modifiedAt.getTime()));
  }
  const before = deps.clock.now().getTime() - minAgeMs;
  return [...newest].filter(([, modifiedMs]) => modifiedMs < before).map(([id]) => id);
}

async function sweepOriginals(deps: Deps): Promise<number> {
  const before = deps.clock.now().getTime() - minAgeMs;
  let removed = 0;
  let keys: string[] = [];
  const flush = async () => {
    if (keys.length === 0) return;
    const rows = await deps.db.read.select({ key: assets.key }).from(assets).where(inArray(assets.key, keys));
    const named = new Set(rows.map((row) => row.key));
    for (const key of keys.filter((one) => !named.has(one)))
      if (await deps.db.tx((tx) => removeOriginalIfUnused(deps, tx, key))) removed += 1;
    keys = [];
  };
  for await (const { key, modifiedAt } of deps.store.list('originals')) {
    if (modifiedAt.getTime() < before) keys.push(key);
    if (keys.length >= batch) await flush();
  }
  await flush();
  return removed;
}
