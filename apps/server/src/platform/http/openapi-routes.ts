import { z } from 'zod';
import { ErrorEnvelope, errorStatus, type ErrorCode } from '@longwave/contracts/errors';
import { permissions, type Permission } from '@longwave/contracts/permissions';
import type { Method, RouteContract } from '@longwave/contracts/route';
import type { RawRoute } from './raw-route.ts';

interface DescribedResponse {
  readonly description: string;
  readonly content: Record<string, { schema: z.ZodType }>;
}

/** One operation of the OpenAPI document, with zod schemas in the places of JSON schemas. */
export interface DescribedRoute {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodType;
  readonly querystring?: z.ZodType;
  readonly body?: z.ZodType;
  readonly headers?: z.ZodType;
  readonly response: Record<number, DescribedResponse | z.ZodType>;
  readonly security: readonly Record<string, readonly string[]>[];
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The operation in `/api/openapi.json`; routes without one are left out. */
    described?: DescribedRoute;
  }
}

const general: readonly ErrorCode[] = [
  'request.invalid',
  'request.rate_limited',
  'server.internal',
  'server.unavailable',
];
const withBody: readonly ErrorCode[] = [
  'request.malformed_json',
  'request.too_large',
  'request.unsupported_media_type',
  'request.timeout',
];

function errorResponses(codes: readonly ErrorCode[]): Record<number, DescribedResponse> {
  const byStatus = Map.groupBy(new Set(codes), (code) => errorStatus[code]);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      { description: group.join(', '), content: { 'application/json': { schema: ErrorEnvelope } } },
    ]),
  );
}

interface Guarded {
  readonly method: Method;
  readonly permission: Permission;
  readonly csrf?: 'exempt' | undefined;
}

function accessErrors({ method, permission, csrf }: Guarded): ErrorCode[] {
  const codes: ErrorCode[] = ['auth.invalid_token'];
  if (permissions[permission] !== 'anyone') codes.push('auth.required', 'auth.forbidden');
  if (method !== 'GET' && (permissions[permission] !== 'anyone' || csrf)) codes.push('auth.csrf_failed');
  return codes;
}

/** Ways in: `{}` means that no credentials are needed. A cookie needs the CSRF proof on everything but GET. */
function securityOf({ method, permission, csrf }: Guarded): Record<string, string[]>[] {
  const cookie = method === 'GET' || csrf ? { session: [] } : { session: [], csrfToken: [] };
  const signedIn = [cookie, { bearer: [] }];
  return permissions[permission] === 'anyone' ? [{}, ...signedIn] : signedIn;
}

const IdempotencyHeader = z.object({
  'Idempotency-Key': z
    .string()
    .max(200)
    .optional()
    .describe('The same key with the same request within 24 h gets the same answer, and the work is done once.'),
});

/** The operation of a contract. */
export function describeContract(contract: RouteContract): DescribedRoute {
  const { params, query, body, response, meta } = contract;
  const envelope = response && z.object(meta ? { data: response, meta } : { data: response });
  const success = envelope
    ? { description: 'Done', content: { 'application/json': { schema: envelope } } }
    : z.undefined().describe('Done; no body');
  const codes = [...general, ...accessErrors(contract), ...(body ? withBody : []), ...(contract.errors ?? [])];
  return {
    operationId: contract.id,
    tags: [contract.tag],
    summary: contract.summary,
    ...(contract.description !== undefined && { description: contract.description }),
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body && { body }),
    ...(contract.method === 'POST' && permissions[contract.permission] !== 'anyone' && { headers: IdempotencyHeader }),
    response: { [response ? (contract.status ?? 200) : 204]: success, ...errorResponses(codes) },
    security: securityOf(contract),
  };
}

/** Names of the `:name` and `*` parts of a path. */
function pathParameters(path: string): string[] {
  return [...path.matchAll(/:([A-Za-z]+)|\*/g)].map((match) => match[1] ?? '*');
}

/** The operation of a route that streams. */
export function describeRawRoute(route: RawRoute): DescribedRoute {
  const names = pathParameters(route.path);
  const content = { [route.produces ?? 'application/octet-stream']: { schema: z.any() } };
  const signed = route.permission === 'media.read' || route.permission === 'upload.part';
  const guarded: Guarded = { ...route, csrf: signed ? 'exempt' : undefined };
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    ...(names.length > 0 && { params: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) }),
    ...(route.method === 'PUT' && { body: z.any().describe('The bytes themselves') }),
    response: {
      200: { description: 'Done', content },
      ...errorResponses([...general, ...(signed ? [] : accessErrors(guarded)), ...(route.errors ?? [])]),
    },
    security: signed ? [{}] : securityOf(guarded),
  };
}
