import { and, desc, eq, isNotNull, isNull, lt, lte, or, sql, type SQL } from 'drizzle-orm';
import type { listTracks as listContract, TrackView } from '@longwave/contracts/catalog';
import type { AssetId, TrackId, UserId } from '@longwave/contracts/ids';
import type { PageMeta, QueryOf } from '@longwave/contracts/route';
import type { Actor } from '../../platform/http/actor.ts';
import type { CatalogDeps } from './catalog-deps.ts';
import { decodeCursor, encodeCursor, type Cursor } from './cursor.ts';
import { trackNotFound } from './errors.ts';
import { maySee } from './policy.ts';
import { presentTrack } from './present-track.ts';
import { trackFormerSlugs, tracks } from './schema.ts';
import { selectTracks, type TrackRow } from './track-rows.ts';

type Deps = Pick<CatalogDeps, 'db' | 'clock' | 'identity' | 'media' | 'mediaUrls'>;

/** Presents rows with what other modules know of them: one statement per module, whatever the number of rows. */
async function presentTracks(deps: Deps, actor: Actor, rows: readonly TrackRow[]): Promise<TrackView[]> {
  if (rows.length === 0) return [];
  const unfinished = rows.filter((row) => row.version.status !== 'ready').map((row) => row.primaryVersionId);
  const covers = rows.map((row) => row.artworkAssetId).filter((id): id is AssetId => id !== null);
  const people = await deps.identity.readPeople([...new Set(rows.map((row) => row.ownerId))]);
  const processings = unfinished.length > 0 ? await deps.media.readProcessings(unfinished) : new Map();
  const artworks = covers.length > 0 ? await deps.media.readArtworks(covers) : new Map();
  const now = deps.clock.now();
  return rows.flatMap((row) => {
    const artist = people.get(row.ownerId);
    if (!artist) return [];
    const processing = processings.get(row.primaryVersionId) ?? null;
    const artwork = row.artworkAssetId === null ? null : (artworks.get(row.artworkAssetId) ?? null);
    return [presentTrack({ row, artist, processing, artwork, actor, now, mediaUrls: deps.mediaUrls })];
  });
}

async function presentOne(deps: Deps, actor: Actor, row: TrackRow): Promise<TrackView> {
  const [view] = await presentTracks(deps, actor, [row]);
  if (!view) throw trackNotFound(row.id);
  return view;
}

/** One track as this actor sees it. Throws `catalog.track_not_found`, also for tracks the actor may not see. */
export async function readTrack(deps: Deps, actor: Actor, trackId: TrackId): Promise<TrackView> {
  return presentOne(deps, actor, await requireVisibleTrack(deps, actor, trackId));
}

/** The row behind `readTrack`, for modules that need the track rather than its view. */
export async function requireVisibleTrack(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Actor,
  trackId: TrackId,
): Promise<TrackRow> {
  const [row] = await selectTracks(deps.db.read, { where: eq(tracks.id, trackId) });
  if (!row || !maySee(actor, row, deps.clock.now())) throw trackNotFound(trackId);
  return row;
}

/** A track by handle and slug; a former slug answers the track it now belongs to. */
export async function readTrackBySlug(
  deps: Deps,
  actor: Actor,
  address: { handle: string; slug: string },
): Promise<TrackView> {
  const artist = await deps.identity.findPersonByHandle(address.handle);
  if (!artist) throw trackNotFound();
  const ofArtist = eq(tracks.ownerId, artist.id);
  const former = deps.db.read
    .select({ id: trackFormerSlugs.trackId })
    .from(trackFormerSlugs)
    .where(and(eq(trackFormerSlugs.ownerId, artist.id), eq(trackFormerSlugs.slug, address.slug)));
  const [row] = await selectTracks(deps.db.read, {
    where: and(ofArtist, isNull(tracks.deletedAt), or(eq(tracks.slug, address.slug), sql`${tracks.id} in ${former}`)),
    orderBy: [desc(eq(tracks.slug, address.slug))],
  });
  if (!row || !maySee(actor, row, deps.clock.now())) throw trackNotFound();
  return presentOne(deps, actor, row);
}

const sortColumn = { published: tracks.publishedAt, created: tracks.createdAt, deleted: tracks.deletedAt } as const;

function listOf(query: QueryOf<typeof listContract>): Cursor['list'] {
  if (query.mine === 'deleted') return 'deleted';
  return query.mine === 'true' ? 'created' : 'published';
}

function after(cursor: Cursor): SQL | undefined {
  const column = sortColumn[cursor.list];
  return or(lt(column, cursor.at), and(eq(column, cursor.at), lt(tracks.id, cursor.id)));
}

/** Newest first, keyset pages: stable while rows come and go. Throws `catalog.cursor_invalid`. */
export async function listTracks(
  deps: Deps,
  actor: Actor,
  query: QueryOf<typeof listContract>,
): Promise<{ tracks: TrackView[]; meta: PageMeta }> {
  const list = listOf(query);
  const conditions: (SQL | undefined)[] = [];
  if (list === 'published') {
    conditions.push(isNull(tracks.deletedAt), eq(tracks.visibility, 'public'));
    conditions.push(isNotNull(tracks.publishedAt), lte(tracks.publishedAt, deps.clock.now()));
    if (query.artist !== undefined) {
      const artist = await deps.identity.findPersonByHandle(query.artist);
      if (!artist) return { tracks: [], meta: { nextCursor: null } };
      conditions.push(eq(tracks.ownerId, artist.id));
    }
  } else {
    if (actor.kind !== 'user') return { tracks: [], meta: { nextCursor: null } };
    conditions.push(eq(tracks.ownerId, actor.userId as UserId));
    conditions.push(list === 'deleted' ? isNotNull(tracks.deletedAt) : isNull(tracks.deletedAt));
  }
  if (query.cursor !== undefined) conditions.push(after(decodeCursor(query.cursor, list)));
  const rows = await selectTracks(deps.db.read, {
    where: and(...conditions),
    orderBy: [desc(sortColumn[list]), desc(tracks.id)],
    limit: query.limit + 1,
  });
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const sortTime = last && { published: last.publishedAt, created: last.createdAt, deleted: last.deletedAt }[list];
  const nextCursor =
    rows.length > query.limit && last && sortTime ? encodeCursor({ list, at: sortTime, id: last.id }) : null;
  return { tracks: await presentTracks(deps, actor, page), meta: { nextCursor } };
}

/** How many tracks everyone can see. */
export async function countListedTracks(deps: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  const [row] = await deps.db.read
    .select({ count: sql<number>`count(*)::int` })
    .from(tracks)
    .where(and(isNull(tracks.deletedAt), eq(tracks.visibility, 'public'), lte(tracks.publishedAt, deps.clock.now())));
  return row?.count ?? 0;
}
