import type { LiveMessage, LiveRoom, SubscribeReply } from '@longwave/contracts/live';
import { describe, expect, it } from 'vitest';
import { createLiveClient, type LiveSocket } from './live-client.ts';

const room: LiveRoom = 'public';
type Emitted = { event: string; rooms: LiveRoom[]; sinceSeq?: number; reply?: (reply: SubscribeReply) => void };

/** The server's side of the socket, in memory: what was asked is recorded, answers are given by hand. */
function memorySocket() {
  const listeners = new Map<string, (message: never) => void>();
  const emitted: Emitted[] = [];
  const state = { connected: false };
  const socket: LiveSocket = {
    get connected() {
      return state.connected;
    },
    on: (event: string, listener: (message: never) => void) => listeners.set(event, listener),
    emit: (event, request, reply) => emitted.push({ event, ...request, ...(reply && { reply }) }),
    connect: () => undefined,
    disconnect: () => undefined,
  };
  const fire = (event: string, message?: LiveMessage) => listeners.get(event)?.(message as never);
  return {
    socket,
    emitted,
    connect() {
      state.connected = true;
      fire('connect');
    },
    drop() {
      state.connected = false;
      fire('disconnect');
    },
    push: (seq: number) =>
      fire('live', { seq, room, name: 'track.changed', data: { trackId: 'x' }, at: '2026-01-01T00:00:00Z' }),
    answer(reply: Partial<SubscribeReply>) {
      emitted.at(-1)?.reply?.({ joined: [room], refused: [], seq: 0, gap: false, ...reply });
    },
  };
}

async function connected() {
  const server = memorySocket();
  let opened = 0;
  const client = createLiveClient({
    open: () => {
      opened += 1;
      return Promise.resolve(server.socket);
    },
  });
  const seen: number[] = [];
  let gaps = 0;
  const stop = client.subscribe(room, { onMessage: ({ seq }) => seen.push(seq), onGap: () => (gaps += 1) });
  await Promise.resolve();
  server.connect();
  return { server, client, seen, stop, gaps: () => gaps, opened: () => opened };
}

describe('live client', () => {
  it('opens no socket before the first subscription, and one for all', async () => {
    const { client, opened } = await connected();
    client.subscribe('track:00000000-0000-4000-8000-000000000000', { onMessage: () => undefined });
    expect(opened()).toBe(1);
  });

  it('joins a new room without a number and hears its messages', async () => {
    const { server, seen } = await connected();
    expect(server.emitted).toMatchObject([{ event: 'subscribe', rooms: [room] }]);
    expect(server.emitted[0]).not.toHaveProperty('sinceSeq');
    server.answer({ seq: 4 });
    server.push(5);
    expect(seen).toEqual([5]);
  });

  it('asks for what it missed after a reconnect and hears each message once', async () => {
    const { server, seen } = await connected();
    server.answer({ seq: 4 });
    server.push(5);
    server.drop();
    server.connect();
    expect(server.emitted.at(-1)).toMatchObject({ event: 'subscribe', sinceSeq: 5 });
    server.push(5);
    server.push(6);
    server.answer({ seq: 6 });
    expect(seen).toEqual([5, 6]);
  });

  it('tells the listener to reload when missed messages are no longer kept', async () => {
    const { server, gaps } = await connected();
    server.answer({ seq: 4 });
    server.drop();
    server.connect();
    server.answer({ seq: 900, gap: true });
    expect(gaps()).toBe(1);
  });

  it('leaves a room when its last listener stops', async () => {
    const { server, stop, seen } = await connected();
    server.answer({ seq: 1 });
    stop();
    server.push(2);
    expect(server.emitted.at(-1)).toMatchObject({ event: 'unsubscribe', rooms: [room] });
    expect(seen).toEqual([]);
  });
});
