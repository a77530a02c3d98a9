import { Loading, Skeleton } from '../../ui/states.tsx';

/** The workbench in its final geometry while it comes. */
export function TracksSkeleton() {
  return (
    <Loading>
      <div className="grid gap-8">
        <div className="flex items-center justify-between">
          <Skeleton className="h-10 w-36" />
          <Skeleton className="h-10 w-32" />
        </div>
        <TrackRowsSkeleton />
      </div>
    </Loading>
  );
}

export function TrackRowsSkeleton() {
  return (
    <div className="grid gap-px">
      {['a', 'b', 'c', 'd', 'e', 'f'].map((row) => (
        <div key={row} className="flex h-16 items-center gap-4">
          <Skeleton className="size-11 shrink-0" />
          <Skeleton className="h-5 w-2/5" />
          <Skeleton className="ml-auto h-5 w-24" />
        </div>
      ))}
    </div>
  );
}
