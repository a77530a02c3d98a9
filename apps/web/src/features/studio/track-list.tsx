import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { studio as studioWords, tracks as words } from '../../strings/en-studio.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx';
import { DeletedRow } from './deleted-row.tsx';
import { rowClass } from './row-class.ts';
import { TrackRow } from './track-row.tsx';
import { type TracksView, tracksQuery } from './tracks-cache.ts';
import { TrackRowsSkeleton } from './tracks-skeleton.tsx';

/**
 * The person's tracks as a table. Rows off the screen are neither laid out nor painted (`content-visibility`), so that
 * five hundred scroll like fifty and stay findable with the browser's own search.
 */
export function TrackList({ view, picker }: { view: TracksView; picker: ReactNode }) {
  const query = useInfiniteQuery(tracksQuery(view));
  if (query.isPending) {
    return (
      <Loading>
        <TrackRowsSkeleton />
      </Loading>
    );
  }
  if (!query.data) {
    return (
      <ErrorState title={studioWords.loadFailed} onRetry={() => void query.refetch()}>
        {query.error?.message} {studioWords.loadFailedKept}
      </ErrorState>
    );
  }
  const tracks = query.data.pages.flatMap(({ data }) => data);
  if (tracks.length === 0) return <Empty view={view} picker={picker} />;
  return (
    <div className="grid gap-4">
      <table aria-label={view === 'mine' ? words.mine : words.deleted} className="-mt-2 block">
        <thead className="block">
          <HeadRow />
        </thead>
        <tbody className="block divide-y divide-line border-b border-line">
          {tracks.map((track) =>
            view === 'mine' ? (
              <TrackRow key={track.id} track={track} tracks={tracks} />
            ) : (
              <DeletedRow key={track.id} track={track} />
            ),
          )}
        </tbody>
      </table>
      {query.hasNextPage && (
        <Button
          className="justify-self-center"
          busy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {words.more}
        </Button>
      )}
    </div>
  );
}

function HeadRow() {
  const { columns } = words;
  return (
    <tr
      className={`${rowClass} min-h-9 border-b border-line text-left text-xs text-muted max-md:sr-only [&>th]:font-medium`}
    >
      <th scope="col">
        <span className="sr-only">{words.playColumn}</span>
      </th>
      <th scope="col">{columns.title}</th>
      <th scope="col">{columns.status}</th>
      <th scope="col" className="text-right">
        {columns.length}
      </th>
      <th scope="col" className="text-right">
        {columns.loudness}
      </th>
      <th scope="col" className="hidden pl-4 lg:block">
        {columns.changed}
      </th>
      <th scope="col">
        <span className="sr-only">{columns.actions}</span>
      </th>
    </tr>
  );
}

function Empty({ view, picker }: { view: TracksView; picker: ReactNode }) {
  if (view === 'deleted') {
    return (
      <EmptyState icon="trash" title={words.deletedEmptyTitle}>
        {words.deletedEmptyText}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon="music" title={words.emptyTitle} action={picker}>
      <p>{words.emptyText}</p>
      <p className="mt-3 text-sm">{studioWords.dropHint}</p>
    </EmptyState>
  );
}
