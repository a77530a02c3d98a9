import fastifySwaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { etagOf, matchesEtag } from './etag.ts';

/** `/api/openapi.json`: made once, because routes do not change after the start. */
export function mountOpenApiDocument(scope: FastifyInstance): void {
  let document: { text: string; etag: string } | null = null;
  scope.get('/api/openapi.json', async (request, reply) => {
    if (!document) {
      const text = JSON.stringify(scope.swagger());
      document = { text, etag: etagOf(text) };
    }
    reply
      .header('etag', document.etag)
      .header('cache-control', 'public, no-cache')
      .header('access-control-allow-origin', '*');
    if (matchesEtag(request.headers['if-none-match'], document.etag)) return reply.code(304).send();
    return reply.type('application/json; charset=utf-8').send(document.text);
  });
}

/** The one style element that Swagger UI 5 inserts as text; everything else of it is a file of this server. */
export const docsStyleHashes = ['sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='] as const;

/** `/api/docs`: the document as pages, under the same strict policy as the web app. */
export async function mountDocsPage(scope: FastifyInstance): Promise<void> {
  await scope.register(fastifySwaggerUi, {
    routePrefix: '/api/docs',
    theme: { title: 'Longwave API' },
    uiConfig: { docExpansion: 'list', deepLinking: true, persistAuthorization: false, tryItOutEnabled: true },
  });
}
