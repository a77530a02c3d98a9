import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { ApiError } from '../../api/client.ts';
import { editor as words } from '../../strings/en-studio.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { ErrorState, Loading, Skeleton } from '../../ui/states.tsx';
import { TrackEditor } from './track-editor.tsx';
import { trackQuery } from './tracks-cache.ts';

/** One track of the person's, with everything that can be said about it. */
export function Component() {
  const { id = '' } = useParams();
  const query = useQuery(trackQuery(id));
  if (query.isPending) return <EditorSkeleton />;
  if (query.data?.canEdit) return <TrackEditor key={query.data.id} track={query.data} />;
  const gone = query.data !== undefined || (query.error instanceof ApiError && query.error.status < 500);
  if (gone) {
    return (
      <ErrorState level={1} title={words.notFound} action={<ButtonLink to="/studio">{words.back}</ButtonLink>}>
        {words.notFoundText}
      </ErrorState>
    );
  }
  return (
    <ErrorState level={1} title={words.loadFailed} onRetry={() => void query.refetch()}>
      {query.error?.message}
    </ErrorState>
  );
}

function EditorSkeleton() {
  return (
    <Loading>
      <div className="grid gap-8 lg:grid-cols-[17rem_1fr]">
        <Skeleton className="aspect-square w-full max-w-72" />
        <div className="grid content-start gap-6">
          <Skeleton className="h-10 w-2/3" />
          <Skeleton className="h-10" />
          <Skeleton className="h-28" />
          <Skeleton className="h-10" />
        </div>
      </div>
    </Loading>
  );
}
