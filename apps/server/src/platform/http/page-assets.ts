import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Names under /assets/ hold a hash of the content; others may change with the next build. */
function cacheControlOf(path: string): string {
  if (/[/\\]assets[/\\]/.test(path)) return 'public, max-age=31536000, immutable';
  if (/\.(?:png|svg|ico|jpg|webp|woff2)(?:\.br|\.gz)?$/.test(path)) return 'public, max-age=3600';
  return 'no-cache';
}

/** Serves the built files of the web app, with their `.br` and `.gz` siblings, each at its own path. Answers whether there is a build. */
export async function serveAssets(scope: FastifyInstance, distDir: string): Promise<boolean> {
  const root = join(distDir, 'client');
  if (!existsSync(root)) return false;
  await scope.register(fastifyStatic, {
    root,
    prefix: '/',
    wildcard: false,
    index: false,
    preCompressed: true,
    cacheControl: false,
    globIgnore: ['**/.vite/**', '**/*.br', '**/*.gz', 'index.html'],
    setHeaders: (response, path) => {
      response.header('cache-control', cacheControlOf(path));
    },
  });
  return true;
}
