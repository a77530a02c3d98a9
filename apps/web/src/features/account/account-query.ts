import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/browser.ts';

/** The signed-in account with its open sessions. */
export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: () => call('readSession') });

/** The public profile of a handle. */
export function profileQuery(handle: string) {
  return queryOptions({ queryKey: ['profile', handle], queryFn: () => call('readProfile', { params: { handle } }) });
}
