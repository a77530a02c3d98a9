import type { Caller } from './create-test-app.ts';

export interface OperationObject {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security?: readonly Record<string, readonly string[]>[];
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema: unknown }[];
  readonly requestBody?: { readonly content: Record<string, unknown> };
  readonly responses: Record<string, { description: string; content?: Record<string, { schema?: unknown }> }>;
}

/** What we read of an OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Record<string, Record<string, OperationObject>>;
  readonly components: {
    readonly schemas: Record<string, unknown>;
    readonly securitySchemes: Record<string, { readonly type: string }>;
  };
}

export interface Operation {
  /** Method and path, such as `GET /api/tracks/{id}`. */
  readonly route: string;
  readonly path: string;
  readonly object: OperationObject;
}

/** The document as any program gets it. */
export async function readDocument(caller: Caller): Promise<OpenApiDocument> {
  const { status, bytes } = await caller.call('GET', '/api/openapi.json');
  if (status !== 200) throw new Error(`/api/openapi.json answered ${status}`);
  return JSON.parse(bytes.toString('utf8')) as OpenApiDocument;
}

export async function listOperations(caller: Caller): Promise<Operation[]> {
  const { paths } = await readDocument(caller);
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, object]) => ({ route: `${method.toUpperCase()} ${path}`, path, object })),
  );
}
