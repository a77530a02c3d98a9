import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { authorise } from './authorise.ts';
import { describeError } from './describe-error.ts';
import { matchesEtag } from './etag.ts';
import type { HttpConfig } from './http-deps.ts';
import type { HttpServer } from './http-server.ts';
import { serveAssets } from './page-assets.ts';
import { createPageRenderer, themes, type PageAnswer, type Render, type Theme } from './page-renderer.ts';
import { registerPageHeaders } from './security-headers.ts';
import { readCookie } from './session-cookie.ts';

/** A development server in this process: transforms sources on request and renders with the newest ones. */
export interface DevServer {
  readonly middlewares: (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;
  readonly render: Render;
}

export interface PagesDeps {
  readonly http: Pick<HttpServer, 'apiFor' | 'guard'>;
  readonly config: HttpConfig;
  readonly clock: Clock;
  readonly log: Log;
  /** Folder with `client/` and `server/entry-server.js`. */
  readonly distDir: string;
  readonly devServer?: DevServer;
}

export const themeCookieName = 'longwave_theme';
/** Paths that belong to programs; an unknown one is a 404 in the envelope and never a page. */
const programPath = /^\/(?:api|media|socket\.io|assets)(?:\/|$)|^\/(?:healthz|readyz|metrics)$/;

function wantsPage(request: FastifyRequest): boolean {
  if (programPath.test(request.url.split('?', 1)[0] ?? '')) return false;
  const { accept } = request.headers;
  return accept === undefined || accept.includes('text/html') || accept.includes('*/*');
}

function themeOf(request: FastifyRequest): Theme {
  const value = readCookie(request.headers.cookie, themeCookieName);
  return themes.find((theme) => theme === value) ?? 'system';
}

/** A page that stands alone: no script, no style sheet, nothing from the caller. */
function plainPage(title: string, sentence: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><h1>${title}</h1><p>${sentence}</p></html>`;
}

function sendPage(request: FastifyRequest, reply: FastifyReply, page: PageAnswer): FastifyReply {
  reply.header('cache-control', 'private, no-cache').header('vary', 'Cookie, Accept');
  if (page.redirect !== undefined) return reply.redirect(page.redirect, page.status);
  reply.header('etag', page.etag);
  if (page.status === 200 && matchesEtag(request.headers['if-none-match'], page.etag)) {
    // The browser goes on with the text it has, whose nonce only the policy that came with it allows.
    reply.raw.removeHeader('content-security-policy');
    return reply.code(304).send();
  }
  return reply.code(page.status).type('text/html; charset=utf-8').send(page.parts.join(request.cspNonce));
}

async function loadRender({ distDir, devServer }: PagesDeps): Promise<Render | null> {
  if (devServer) return devServer.render;
  const entry = join(distDir, 'server', 'entry-server.js');
  if (!existsSync(entry)) return null;
  const module = (await import(pathToFileURL(entry).href)) as { render?: Render };
  if (typeof module.render !== 'function') throw new Error(`${entry} does not export render()`);
  return module.render;
}

/** Puts the visitor's `caller` on the request; a page is one read in the visitor's budget, however much it asks of the API. */
async function admit(deps: PagesDeps, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  await authorise(deps.http.guard, { request, reply }, { id: 'page', permission: 'instance.read' });
}

function mountRenderedPages(scope: FastifyInstance, deps: PagesDeps, render: Render): void {
  const answer = createPageRenderer({ render, clock: deps.clock });
  scope.get('/*', async (request, reply) => {
    if (!wantsPage(request)) {
      reply.callNotFound();
      return reply;
    }
    await admit(deps, request, reply);
    const { caller } = request;
    try {
      const page = await answer({
        url: request.url,
        origin: caller.origin,
        api: deps.http.apiFor(request),
        theme: themeOf(request),
        anonymous: caller.actor.kind === 'anonymous',
      });
      return sendPage(request, reply, page);
    } catch (error) {
      deps.log.error({ requestId: request.id, error: describeError(error) }, 'page could not be rendered');
      const html = plainPage('Something went wrong', `Try again in a moment. Request ${request.id}.`);
      return reply.code(500).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
    }
  });
}

function mountMissingBuild(scope: FastifyInstance): void {
  const html = plainPage('The web app is not built', 'Run <code>npm run build</code> and start again. The API works.');
  scope.get('/*', async (request, reply) => {
    if (!wantsPage(request)) {
      reply.callNotFound();
      return reply;
    }
    return reply.code(503).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
  });
}

/**
 * Mounts the web app: its files, and every other GET that accepts HTML as a page rendered on the server.
 * Call it before the server listens; the server entry is imported once, here.
 */
export async function mountPages(fastify: FastifyInstance, deps: PagesDeps): Promise<void> {
  const render = await loadRender(deps);
  const { devServer } = deps;
  await fastify.register(async (scope) => {
    if (devServer) {
      scope.addHook('onRequest', (request, reply, done) => {
        if (programPath.test(request.url)) done();
        else devServer.middlewares(request.raw, reply.raw, (error) => done(error instanceof Error ? error : undefined));
      });
    }
    await registerPageHeaders(scope, {
      https: deps.config.PUBLIC_URL?.startsWith('https:') ?? false,
      originOf: deps.http.guard.originOf,
      inlineStyles: devServer !== undefined,
    });
    const built = devServer !== undefined || (await serveAssets(scope, deps.distDir));
    if (render && built) mountRenderedPages(scope, deps, render);
    else mountMissingBuild(scope);
  });
}
