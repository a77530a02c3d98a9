import fastifySwagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import * as catalog from '@longwave/contracts/catalog';
import * as delivery from '@longwave/contracts/delivery';
import * as errors from '@longwave/contracts/errors';
import * as identity from '@longwave/contracts/identity';
import * as media from '@longwave/contracts/media';
import * as operations from '@longwave/contracts/operations';
import { foldSchemas } from './openapi-fold.ts';
import { sessionCookieName } from './session-cookie.ts';

const description = `Answers are \`{data, meta?}\` or \`{error: {code, message, details?, requestId}}\`.

Sign in with \`POST /api/auth/login\` (cookie) or \`POST /api/auth/token\` (\`Authorization: Bearer\`, for programs).
A state-changing request made with the cookie needs proof that it comes from this site: the \`csrfToken\` of
\`GET /api/auth/session\` in the \`X-CSRF-Token\` header (a browser page of the same origin may leave it out, because the
browser says so itself). Bearer requests need none.

Every answer has \`X-Request-Id\`, \`X-API-Version\` and the \`RateLimit\` headers. GET answers have a strong \`ETag\`;
\`If-None-Match\` gets 304. \`Idempotency-Key\` on a POST makes a repeat safe for 24 hours.`;

/** Contract schemas that get a name of their own under `components/schemas`: exported objects and enumerations. */
function namedSchemas(): z.core.$ZodRegistry<{ id: string }> {
  const registry = z.registry<{ id: string }>();
  for (const file of [errors, media, identity, catalog, delivery, operations]) {
    for (const [name, value] of Object.entries(file)) {
      const nameable = value instanceof z.ZodObject || value instanceof z.ZodEnum;
      if (nameable && !name.endsWith('Query') && !registry.has(value)) registry.add(value, { id: name });
    }
  }
  return registry;
}

/** Registers the OpenAPI 3.1 document made of the routes' contracts; read it with `fastify.swagger()` once ready. */
export async function registerOpenApi(
  fastify: FastifyInstance,
  options: { version: string; publicUrl: string | null },
): Promise<void> {
  const schemaRegistry = namedSchemas();
  const toJsonSchema = createJsonSchemaTransform({ schemaRegistry });
  const withComponents = createJsonSchemaTransformObject({ schemaRegistry });
  await fastify.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Longwave API', version: options.version, description, license: { name: 'MIT' } },
      servers: [{ url: options.publicUrl ?? '/' }],
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: sessionCookieName(options.publicUrl ?? '') },
          csrfToken: { type: 'apiKey', in: 'header', name: 'X-CSRF-Token' },
          bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        },
      },
    },
    transform: (document) => {
      const described = document.route.config?.described;
      const schema = described ?? { hide: true };
      return toJsonSchema({ ...document, schema } as Parameters<typeof toJsonSchema>[0]);
    },
    transformObject: (document) => foldSchemas(withComponents(document)),
  });
}
