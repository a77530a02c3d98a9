import type { LiveSocket } from './socket-types.ts';

interface Transport {
  readonly socket?: { readonly bufferedAmount?: number };
}

/** Bytes that wait for this client: packets the transport has not taken yet, and what its socket has not sent. */
export function bufferedBytes(socket: LiveSocket): number {
  const connection = socket.conn as unknown as {
    readonly transport: Transport;
    readonly writeBuffer: readonly { readonly data?: unknown }[];
  };
  let bytes = connection.transport.socket?.bufferedAmount ?? 0;
  for (const { data } of connection.writeBuffer) if (typeof data === 'string') bytes += data.length;
  return bytes;
}
