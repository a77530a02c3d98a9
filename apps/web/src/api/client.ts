import { ApiError, type ApiErrorCode } from './api-error.ts';
import { endpoints, type CallData, type CallInput, type RouteId } from './endpoints.ts';

export { ApiError, fieldIssues } from './api-error.ts';

/** One request as the transport sees it; `path` has parameters and query filled in. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  readonly idempotencyKey?: string;
}
/** Status and parsed JSON (`undefined` for an empty body). */
export interface ApiResponse {
  readonly status: number;
  readonly json: unknown;
}
export type Transport = (request: ApiRequest) => Promise<ApiResponse>;

export interface Page<D> {
  readonly data: D;
  readonly meta: { readonly nextCursor: string | null; readonly total?: number };
}
interface Options {
  readonly signal?: AbortSignal;
  /** Names a state-changing request, so that the server answers a repetition of it without doing it again. */
  readonly idempotencyKey?: string;
}
type Args<I extends RouteId> =
  Record<string, never> extends CallInput<I>
    ? [input?: CallInput<I>, options?: Options]
    : [input: CallInput<I>, options?: Options];

export interface Api {
  /** `data` of the answer. Throws `ApiError`. */
  call<I extends RouteId>(id: I, ...args: Args<I>): Promise<CallData<I>>;
  /** `data` and `meta` of a list. Throws `ApiError`. */
  page<I extends RouteId>(id: I, ...args: Args<I>): Promise<Page<CallData<I>>>;
}

interface AnyInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
}

/** Path of a route with its parameters and query filled in, each percent-encoded. */
export function pathOf(id: RouteId, input: AnyInput = {}): string {
  const path = endpoints[id][1].replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(input.params?.[name] ?? ''));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.size === 0 ? path : `${path}?${query}`;
}

/** The typed client over any transport: HTTP in the browser, the services in process on the server. */
export function createApi(transport: Transport): Api {
  const send = async (id: RouteId, input: AnyInput = {}, options: Options = {}) => {
    const { status, json } = await transport({
      method: endpoints[id][0],
      path: pathOf(id, input),
      ...(input.body === undefined ? {} : { body: input.body }),
      ...options,
    });
    return unwrap(status, json);
  };
  return {
    call: async (id, ...[input, options]) => (await send(id, input as AnyInput, options)).data as never,
    page: async (id, ...[input, options]) => (await send(id, input as AnyInput, options)) as never,
  };
}

function unwrap(status: number, json: unknown): { data: unknown; meta: unknown } {
  if (status === 204) return { data: undefined, meta: undefined };
  if (isRecord(json)) {
    if (isRecord(json['error'])) throw errorOf(status, json['error']);
    if (status < 300 && 'data' in json) return { data: json['data'], meta: json['meta'] };
  }
  throw new ApiError({
    code: 'client.bad_answer',
    status,
    message: `The server answered ${status} in a form this app does not know. Reload the page.`,
  });
}

function errorOf(status: number, error: Record<string, unknown>): ApiError {
  return new ApiError({
    code: String(error['code']) as ApiErrorCode,
    status,
    message: String(error['message']),
    ...(isRecord(error['details']) ? { details: error['details'] } : {}),
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
