import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../errors.ts';

const sweepMs = 50;

export interface Drain {
  readonly draining: boolean;
  /**
   * Stops accepting, refuses new requests on open connections, lets running ones end for at most `graceMs`,
   * then cuts what is left. Safe to call twice.
   */
  close(graceMs: number): Promise<void>;
}

/** Orderly end of the server. Refused requests get `server.shutting_down` with `Connection: close`; `/healthz` still answers. */
export function installDrain(fastify: FastifyInstance, isInProcess: () => boolean): Drain {
  const sockets = new Set<Socket>();
  let closing: Promise<void> | null = null;
  fastify.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    if (closing === null || isInProcess() || request.url === '/healthz') {
      done();
      return;
    }
    reply.header('connection', 'close');
    done(new AppError('server.shutting_down', { message: 'The server is shutting down.', retryAfterS: 5 }));
  });
  fastify.addHook('onSend', async (_request, reply) => {
    if (closing !== null) reply.header('connection', 'close');
  });

  async function drain(graceMs: number): Promise<void> {
    const sweep = setInterval(() => fastify.server.closeIdleConnections(), sweepMs);
    const cut = setTimeout(() => sockets.forEach((socket) => socket.destroy()), graceMs);
    try {
      await fastify.close();
    } finally {
      clearInterval(sweep);
      clearTimeout(cut);
    }
  }
  return {
    get draining() {
      return closing !== null;
    },
    close: (graceMs) => (closing ??= drain(graceMs)),
  };
}
