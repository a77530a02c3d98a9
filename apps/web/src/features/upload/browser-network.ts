import type { Network } from './retry-request.ts';

/** The browser's own word on whether there is a network. */
export const browserNetwork: Network = {
  online: () => navigator.onLine,
  onOnline(listener) {
    window.addEventListener('online', listener);
    return () => window.removeEventListener('online', listener);
  },
};
