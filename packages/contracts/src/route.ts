import { z } from 'zod';
import type { ErrorCode } from './errors.ts';
import type { Permission } from './permissions.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * One HTTP operation as data. The server mounts it (validation, authorisation, OpenAPI), the web client calls it:
 * both read this value, so neither can drift from the other.
 */
export interface RouteContract<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  /** Stable operation id, camelCase, used as OpenAPI `operationId`. */
  readonly id: string;
  readonly method: Method;
  /** Path with `:name` parameters. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly permission: Permission;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Schema of `data` in the envelope. Absent: the route answers 204 with no body. */
  readonly response?: R;
  /** Schema of `meta` in the envelope, for lists. */
  readonly meta?: z.ZodType;
  /** Success status; 200 unless told (204 when there is no response schema). */
  readonly status?: 200 | 201 | 202;
  /** Error codes that this route can answer besides the general ones. */
  readonly errors?: readonly ErrorCode[];
  /** Largest accepted body in bytes; the server's default (64 KiB) unless told. */
  readonly bodyLimitBytes?: number;
  /** Requests per minute per caller; the server's general limit unless told. */
  readonly ratePerMinute?: number;
  /** Whether a state-changing route with a cookie skips the CSRF proof (only sign-in style routes and signed URLs). */
  readonly csrf?: 'exempt';
}

/** Declares a route; keeps the literal types of its schemas. */
export function defineRoute<
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
  R extends z.ZodType = z.ZodUndefined,
>(contract: RouteContract<P, Q, B, R>): RouteContract<P, Q, B, R> {
  return contract;
}

export type ParamsOf<T> = T extends RouteContract<infer P, z.ZodType, z.ZodType, z.ZodType> ? z.infer<P> : never;
export type QueryOf<T> = T extends RouteContract<z.ZodType, infer Q, z.ZodType, z.ZodType> ? z.infer<Q> : never;
export type BodyOf<T> = T extends RouteContract<z.ZodType, z.ZodType, infer B, z.ZodType> ? z.infer<B> : never;
export type DataOf<T> = T extends RouteContract<z.ZodType, z.ZodType, z.ZodType, infer R> ? z.infer<R> : never;

/** Cursor and page size of every list: `?cursor&limit` with limit 1–100. */
export const PageQuery = z.strictObject({
  cursor: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type PageQuery = z.infer<typeof PageQuery>;
export const PageMeta = z.object({ nextCursor: z.string().nullable(), total: z.number().int().optional() });
export type PageMeta = z.infer<typeof PageMeta>;
