import type * as catalog from '@longwave/contracts/catalog';
import type * as delivery from '@longwave/contracts/delivery';
import type * as identity from '@longwave/contracts/identity';
import type * as media from '@longwave/contracts/media';
import type { Method, RouteContract } from '@longwave/contracts/route';
import type { z } from 'zod';

type Contracts = typeof catalog & typeof delivery & typeof identity & typeof media;

/** Names of all route contracts; each is the `id` of its contract. */
export type RouteId = { [K in keyof Contracts]: Contracts[K] extends RouteContract ? K : never }[keyof Contracts];

/**
 * Method and path of every route the browser calls. Types come from the contracts, whose values carry zod and must stay
 * out of the first-load bundle; `endpoints.test.ts` proves that this table and the contracts agree.
 */
export const endpoints = {
  readInstance: ['GET', '/api/instance'],
  setUpInstance: ['POST', '/api/setup'],
  register: ['POST', '/api/auth/register'],
  login: ['POST', '/api/auth/login'],
  logout: ['POST', '/api/auth/logout'],
  readSession: ['GET', '/api/auth/session'],
  revokeSession: ['DELETE', '/api/auth/session/:id'],
  issueToken: ['POST', '/api/auth/token'],
  updateProfile: ['PATCH', '/api/me/profile'],
  readProfile: ['GET', '/api/profiles/:handle'],
  createUpload: ['POST', '/api/uploads'],
  readUpload: ['GET', '/api/uploads/:id'],
  listUploads: ['GET', '/api/uploads'],
  signUploadParts: ['POST', '/api/uploads/:id/sign'],
  completeUpload: ['POST', '/api/uploads/:id/complete'],
  abortUpload: ['DELETE', '/api/uploads/:id'],
  createTrack: ['POST', '/api/tracks'],
  readTrack: ['GET', '/api/tracks/:id'],
  readTrackBySlug: ['GET', '/api/profiles/:handle/tracks/:slug'],
  listTracks: ['GET', '/api/tracks'],
  updateTrack: ['PATCH', '/api/tracks/:id'],
  publishTrack: ['POST', '/api/tracks/:id/publish'],
  unpublishTrack: ['POST', '/api/tracks/:id/unpublish'],
  deleteTrack: ['DELETE', '/api/tracks/:id'],
  restoreTrack: ['POST', '/api/tracks/:id/restore'],
  retryTrack: ['POST', '/api/tracks/:id/retry'],
  fillWithSamples: ['POST', '/api/instance/samples'],
  readPlayback: ['GET', '/api/tracks/:id/playback'],
} as const satisfies Record<RouteId, readonly [Method, `/api/${string}`]>;

type InputOf<S> = S extends z.ZodType ? z.input<S> : undefined;
type Field<K extends string, V> = [V] extends [undefined]
  ? { readonly [P in K]?: undefined }
  : undefined extends V
    ? { readonly [P in K]?: V }
    : { readonly [P in K]: V };
type Loose<T> = [T] extends [undefined] ? undefined : { [K in keyof T]?: string | number | undefined } | undefined;

type Parts<C> = C extends RouteContract<infer P, infer Q, infer B, infer R> ? { p: P; q: Q; b: B; r: R } : never;

/** What a call of the route needs: path parameters, query and body, each only where the contract has it. */
export type CallInput<I extends RouteId> = Field<'params', InputOf<Parts<Contracts[I]>['p']>> &
  Field<'query', Loose<InputOf<Parts<Contracts[I]>['q']>>> &
  Field<'body', InputOf<Parts<Contracts[I]>['b']>>;

/** `data` of the route's answer; `undefined` for routes that answer 204. */
export type CallData<I extends RouteId> = z.output<Parts<Contracts[I]>['r']>;
