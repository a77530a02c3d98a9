import { chmod, rm } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Log } from '../log.ts';

/** Largest accepted command in bytes. */
const commandMaxBytes = 64 * 1024;
const Command = z.strictObject({ name: z.string().max(40), input: z.unknown() });

/** One line of a command's answer: progress while it runs, then exactly one `done` or `error`. */
export type ControlLine =
  | { readonly kind: 'progress'; readonly data: unknown }
  | { readonly kind: 'done'; readonly data: unknown }
  | { readonly kind: 'error'; readonly message: string };

export type ControlHandler = (name: string, input: unknown, report: (data: unknown) => void) => Promise<unknown>;

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > commandMaxBytes) throw new Error(`a command may have ${commandMaxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function answer(handler: ControlHandler, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const send = (line: ControlLine) => response.write(`${JSON.stringify(line)}\n`);
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  try {
    const command = Command.parse(JSON.parse(await bodyOf(incoming)));
    const data = await handler(command.name, command.input, (progress) => send({ kind: 'progress', data: progress }));
    send({ kind: 'done', data: data ?? null });
  } catch (error) {
    send({ kind: 'error', message: error instanceof Error ? error.message : String(error) });
  }
  response.end();
}

/**
 * Lets commands of this machine's operator run inside the server, which alone holds the embedded database.
 * A Unix socket with mode 0600: whoever may open it may read the data directory anyway.
 */
export async function openControlSocket(options: {
  path: string;
  handler: ControlHandler;
  log: Log;
}): Promise<AsyncDisposable> {
  await rm(options.path, { force: true });
  const server = createServer((incoming, response) => {
    answer(options.handler, incoming, response).catch((error: unknown) => {
      options.log.error({ err: error }, 'an operator command could not be answered');
      response.destroy();
    });
  });
  server.listen(options.path);
  await once(server, 'listening');
  await chmod(options.path, 0o600);
  return {
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await rm(options.path, { force: true });
    },
  };
}

/** Whether nobody listens on the socket: it is absent, or left by a server that died. */
function isNobodyThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ECONNREFUSED');
}

/**
 * Runs a command in the server behind the socket. Answers `null` when no server is there; rejects with the command's own message
 * when it failed.
 */
export async function callControlSocket(
  path: string,
  command: { name: string; input: unknown },
  onProgress: (data: unknown) => void,
): Promise<{ data: unknown } | null> {
  const outgoing = request({ socketPath: path, method: 'POST', path: '/' });
  outgoing.end(JSON.stringify(command));
  let response: IncomingMessage;
  try {
    [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  } catch (error) {
    if (isNobodyThere(error)) return null;
    throw error;
  }
  for await (const text of createInterface({ input: response })) {
    const line = JSON.parse(text) as ControlLine;
    if (line.kind === 'progress') onProgress(line.data);
    else if (line.kind === 'done') return { data: line.data };
    else throw new Error(line.message);
  }
  throw new Error('the server ended before the command did');
}
