import { useSession } from '../api/browser.ts';
import { createLiveClient, type LiveSocket } from './live-client.ts';

/** Socket.IO is loaded with the first subscription, so a page that listens to nothing never pays for it. */
async function open(): Promise<LiveSocket> {
  const { io } = await import('socket.io-client');
  return io({ transports: ['websocket', 'polling'], reconnectionDelayMax: 10_000 });
}

/** The one live connection of this tab. */
export const live = createLiveClient({ open });

// The server knows a connection by the cookie it was opened with.
useSession.subscribe(({ user }, before) => {
  if (before.status === 'known' && user?.id !== before.user?.id) live.renew();
});
