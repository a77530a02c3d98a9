import { create } from 'zustand';
import type { Me } from '@longwave/contracts/identity';
import { ApiError } from './api-error.ts';
import { createApi, type ApiRequest, type ApiResponse } from './client.ts';

interface Session {
  /** `unknown` until the first answer: pages are rendered for everyone alike, who is looking is learned afterwards. */
  readonly status: 'unknown' | 'known';
  readonly user: Me | null;
  readonly csrfToken: string | null;
}

/** Who is signed in, as a hook: `useSession((s) => s.user)`. */
export const useSession = create<Session>(() => ({ status: 'unknown', user: null, csrfToken: null }));

/** Call after a successful login, registration or set-up with its answer. */
export function signedIn(session: { user: Me; csrfToken: string }): void {
  useSession.setState({ status: 'known', user: session.user, csrfToken: session.csrfToken });
}

/** Call after a logout, or when the server says that the session is over. */
export function signedOut(): void {
  useSession.setState({ status: 'known', user: null, csrfToken: null });
}

async function request({ method, path, body, signal, idempotencyKey }: ApiRequest): Promise<ApiResponse> {
  const csrfToken = useSession.getState().csrfToken;
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      ...(method === 'GET' || csrfToken === null ? {} : { 'x-csrf-token': csrfToken }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((cause: unknown) => {
    if (signal?.aborted === true) throw cause;
    throw new ApiError({
      code: 'client.network',
      status: 0,
      message: 'The server cannot be reached. Check your connection, then try again.',
    });
  });
  const json = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  return { status: response.status, json };
}

/** The API over HTTP with the session cookie. */
export const api = createApi(async (input) => {
  if (input.method !== 'GET' && useSession.getState().status === 'unknown') await refreshSession();
  const answer = await request(input);
  const code = (answer.json as { error?: { code?: string } } | undefined)?.error?.code;
  if (code !== 'auth.csrf_failed') return answer;
  // The session was renewed in another tab: its new token proves the same person.
  await refreshSession();
  return request(input);
});
/** `data` of a route's answer, in the browser. Throws `ApiError`. */
export const call = api.call;
/** `data` and `meta` of a list, in the browser. Throws `ApiError`. */
export const page = api.page;

let pending: Promise<void> | null = null;
/** Asks the server who is signed in; calls made meanwhile share the one request. */
export function refreshSession(): Promise<void> {
  pending ??= createApi(request)
    .call('readSession')
    .then(({ user, csrfToken }) => useSession.setState({ status: 'known', user, csrfToken }))
    .finally(() => {
      pending = null;
    });
  return pending;
}
