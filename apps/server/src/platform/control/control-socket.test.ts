import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { callControlSocket, openControlSocket } from './control-socket.ts';

const log = pino({ level: 'silent' });
let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longwave-control-'));
  path = join(folder, 'control.sock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a command reports its progress in order and then its result', async () => {
  await using _server = await openControlSocket({
    path,
    log,
    handler: async (name, input, report) => {
      report({ step: 1 });
      report({ step: 2 });
      return { name, input };
    },
  });
  const seen: unknown[] = [];
  const result = await callControlSocket(path, { name: 'import', input: { folder: '/music' } }, (data) =>
    seen.push(data),
  );
  expect(seen).toEqual([{ step: 1 }, { step: 2 }]);
  expect(result).toEqual({ data: { name: 'import', input: { folder: '/music' } } });
});

test('a failing command gives its own message', async () => {
  await using _server = await openControlSocket({
    path,
    log,
    handler: () => Promise.reject(new Error('there is no such owner')),
  });
  await expect(callControlSocket(path, { name: 'import', input: {} }, () => {})).rejects.toThrow(
    'there is no such owner',
  );
});

test('nobody listening is told apart from a failure, also after the server has gone', async () => {
  expect(await callControlSocket(path, { name: 'doctor', input: {} }, () => {})).toBeNull();
  const server = await openControlSocket({ path, log, handler: async () => null });
  await server[Symbol.asyncDispose]();
  expect(await callControlSocket(path, { name: 'doctor', input: {} }, () => {})).toBeNull();
});

test('only the owner of the data directory may open the socket', async () => {
  await using _server = await openControlSocket({ path, log, handler: async () => null });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});
