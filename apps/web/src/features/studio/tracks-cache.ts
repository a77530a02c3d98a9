import type { TrackView } from '@longwave/contracts/catalog';
import type { TrackId } from '@longwave/contracts/ids';
import { type InfiniteData, infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { call, page } from '../../api/browser.ts';
import type { Page } from '../../api/client.ts';

export type TracksView = 'mine' | 'deleted';
type TrackPages = InfiniteData<Page<TrackView[]>, unknown>;

const pageSize = 50;

/** The person's own tracks, newest first, page by page. */
export function tracksQuery(view: TracksView) {
  return infiniteQueryOptions({
    queryKey: ['tracks', view],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor, signal }) => {
      const query = { mine: view === 'mine' ? 'true' : 'deleted', limit: pageSize, ...(cursor && { cursor }) };
      return page('listTracks', { query }, { signal });
    },
    getNextPageParam: ({ meta }) => meta.nextCursor ?? undefined,
  });
}

export function trackQuery(id: string) {
  return queryOptions({
    queryKey: ['track', id],
    queryFn: ({ signal }) => call('readTrack', { params: { id: id as TrackId } }, { signal }),
  });
}

function mapPages(pages: TrackPages | undefined, change: (tracks: TrackView[]) => TrackView[]): TrackPages | undefined {
  return pages && { ...pages, pages: pages.pages.map((entry) => ({ ...entry, data: change(entry.data) })) };
}

/** Changes one track wherever the cache holds it. */
export function patchTracks(client: QueryClient, change: (track: TrackView) => TrackView): void {
  for (const view of ['mine', 'deleted'] as const) {
    client.setQueryData(tracksQuery(view).queryKey, (pages) => mapPages(pages, (tracks) => tracks.map(change)));
  }
  client.setQueriesData<TrackView>({ queryKey: ['track'] }, (track) => track && change(track));
}

/** Puts the server's newest word on a track in place of the old one. */
export function replaceTrack(client: QueryClient, track: TrackView): void {
  patchTracks(client, (known) => (known.id === track.id ? track : known));
}

/** Takes a track out of a list at once; answers what puts it back where it was. */
export function withoutTrack(client: QueryClient, view: TracksView, id: TrackId): () => void {
  const { queryKey } = tracksQuery(view);
  const before = client.getQueryData(queryKey);
  client.setQueryData(queryKey, (pages) => mapPages(pages, (tracks) => tracks.filter((track) => track.id !== id)));
  return () => client.setQueryData(queryKey, before);
}

export function reloadTracks(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: ['tracks'] });
}
