import { isRouteErrorResponse, UNSAFE_ErrorResponseImpl as ErrorResponseImpl } from 'react-router';
import type { HydrationState } from 'react-router';

interface StoredError {
  readonly status: number;
  readonly statusText: string;
}

/** What the browser needs to take the rendered page over. Errors are reduced to their status: their text stays here. */
export function hydrationOf(context: Pick<HydrationState, 'loaderData' | 'errors'>): object {
  const errors = Object.entries(context.errors ?? {}).map(([id, error]): [string, StoredError] => [
    id,
    isRouteErrorResponse(error)
      ? { status: error.status, statusText: error.statusText }
      : { status: 500, statusText: '' },
  ]);
  return { loaderData: context.loaderData, errors: errors.length === 0 ? null : Object.fromEntries(errors) };
}

/** The other direction: stored errors become what error pages recognise. */
export function reviveErrors(stored: {
  loaderData: HydrationState['loaderData'];
  errors: Readonly<Record<string, StoredError>> | null;
}): HydrationState {
  const errors = Object.entries(stored.errors ?? {}).map(([id, { status, statusText }]) => [
    id,
    new ErrorResponseImpl(status, statusText, null),
  ]);
  return {
    ...(stored.loaderData === undefined ? {} : { loaderData: stored.loaderData }),
    ...(errors.length === 0 ? {} : { errors: Object.fromEntries(errors) as Record<string, unknown> }),
  };
}

const unsafe: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** JSON that can stand inside a script element whatever texts it holds: none can end the element or open a comment. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (char) => unsafe[char] ?? char);
}
