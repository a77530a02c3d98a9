import { Client, escapeIdentifier } from 'pg';
import type { Log } from '../log.ts';

const firstRetryMs = 250;
const longestRetryMs = 10_000;

type OnNotify = (payload: string) => void;

export interface PostgresListener extends AsyncDisposable {
  listen(channel: string, onNotify: OnNotify): Promise<() => Promise<void>>;
}

/**
 * LISTEN over one connection of its own, opened at the first use. When it breaks it is opened again with growing
 * pauses and every channel is listened to again; notifications sent in between are lost, so listeners also poll.
 */
export function createPostgresListener(databaseUrl: string, log: Log): PostgresListener {
  const channels = new Map<string, Set<OnNotify>>();
  let connected: Promise<Client> | undefined;
  let retryTimer: NodeJS.Timeout | undefined;
  let disposed = false;

  function connect(): Promise<Client> {
    connected ??= open().catch((error: unknown) => {
      connected = undefined;
      throw error;
    });
    return connected;
  }

  async function open(): Promise<Client> {
    const client = new Client({ connectionString: databaseUrl, keepAlive: true });
    client.on('notification', ({ channel, payload }) => {
      for (const onNotify of channels.get(channel) ?? []) onNotify(payload ?? '');
    });
    client.on('error', (error) => log.warn({ err: error }, 'the listening database connection broke'));
    await client.connect();
    for (const channel of channels.keys()) await client.query(`listen ${escapeIdentifier(channel)}`);
    client.once('end', () => {
      connected = undefined;
      if (!disposed) reconnectIn(firstRetryMs);
    });
    return client;
  }

  function reconnectIn(delayMs: number): void {
    if (channels.size === 0) return;
    retryTimer = setTimeout(() => {
      connect().catch((error: unknown) => {
        log.warn({ err: error, delayMs }, 'could not listen to the database again yet');
        if (!disposed) reconnectIn(Math.min(delayMs * 2, longestRetryMs));
      });
    }, delayMs);
    retryTimer.unref();
  }

  return {
    async listen(channel, onNotify) {
      const listeners = channels.get(channel) ?? new Set();
      channels.set(channel, listeners.add(onNotify));
      const client = await connect();
      await client.query(`listen ${escapeIdentifier(channel)}`);
      return async () => {
        listeners.delete(onNotify);
        if (listeners.size > 0 || disposed) return;
        channels.delete(channel);
        const current = await connected;
        await current?.query(`unlisten ${escapeIdentifier(channel)}`);
      };
    },
    async [Symbol.asyncDispose]() {
      disposed = true;
      clearTimeout(retryTimer);
      const client = await connected;
      await client?.end();
    },
  };
}
