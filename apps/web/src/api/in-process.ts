import { errorStatus } from '@longwave/contracts/errors';
import { createApi, type Api } from './client.ts';

/** The API of server rendering: `get` answers the parsed envelope of a GET path without a network in between. */
export function createInProcessApi(get: (path: string) => Promise<unknown>): Api {
  return createApi(async ({ method, path }) => {
    if (method !== 'GET') throw new Error(`${method} ${path}: pages only read while they are rendered`);
    const json = await get(path);
    const code = (json as { error?: { code?: string } }).error?.code;
    const status = code === undefined ? 200 : ((errorStatus as Record<string, number>)[code] ?? 500);
    return { status, json };
  });
}
