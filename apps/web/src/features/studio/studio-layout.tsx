import { Outlet, useOutletContext } from 'react-router';
import type { Me } from '@longwave/contracts/identity';
import { QueryProvider } from '../../api/query.tsx';
import { RequireAccount } from '../account/require-account.tsx';
import { StudioLive } from './studio-live.tsx';
import { TracksSkeleton } from './tracks-skeleton.tsx';

/** The person at the workbench. */
export function useMe(): Me {
  return useOutletContext<Me>();
}

/** Frame of the studio: the account, its cache, its live news. */
export function Component() {
  return (
    <QueryProvider>
      <RequireAccount fallback={<TracksSkeleton />}>
        {(user) => (
          <>
            <StudioLive user={user} />
            <Outlet context={user} />
          </>
        )}
      </RequireAccount>
    </QueryProvider>
  );
}
