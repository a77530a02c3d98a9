import type { BodyOf, DataOf, ParamsOf, QueryOf, RouteContract } from '@longwave/contracts/route';
import type { Actor } from './actor.ts';

/** What a handler gets: everything validated by the contract, plus what only HTTP knows. */
export interface RouteInput<T> {
  readonly actor: Actor;
  readonly params: ParamsOf<T>;
  readonly query: QueryOf<T>;
  readonly body: BodyOf<T>;
  readonly http: HttpDetails;
}

export interface HttpDetails {
  readonly requestId: string;
  readonly ip: string;
  readonly userAgent: string;
  /** Origin that links in answers start with: `PUBLIC_URL`, else the request's own. */
  readonly origin: string;
  /** The session cookie's secret, if one came. */
  readonly sessionToken: string | null;
  setSessionCookie(token: string, expiresAt: Date): void;
  clearSessionCookie(): void;
}

export interface RouteResult<D> {
  readonly data: D;
  readonly meta?: Record<string, unknown>;
  /** Strong validator of the representation; computed from the bytes when absent. */
  readonly etag?: string;
}

/** A contract with its handler: what `module.ts` lists. Answers `data` (or nothing for 204). */
export interface MountedRoute {
  readonly contract: RouteContract;
  readonly handle: (input: RouteInput<RouteContract>) => Promise<RouteResult<unknown> | void>;
}

/** Pairs a contract with its handler, checking the handler's types against the contract. */
export function mount<T extends RouteContract>(
  contract: T,
  handle: (input: RouteInput<T>) => Promise<RouteResult<DataOf<T>> | void>,
): MountedRoute {
  return { contract, handle: handle as MountedRoute['handle'] };
}
