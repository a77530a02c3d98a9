import { renderToString } from 'react-dom/server';
import {
  createStaticHandler,
  createStaticRouter,
  RouterContextProvider,
  StaticRouterProvider,
  type StaticHandlerContext,
} from 'react-router';
import { createInProcessApi } from '../api/in-process.ts';
import { headOf } from '../head/use-page-head.ts';
import { hydrationOf, scriptJson } from '../hydration.ts';
import { apiContext, type PageHandle, type RootData } from '../routing.ts';
import { routes } from '../routes.tsx';
import { shell } from '../strings/en.ts';
import type { ClientAssets } from './client-assets.ts';
import { escapeHtml } from './escape.ts';
import { renderHead } from './render-head.ts';

export interface RenderInput {
  /** Path and query of the page. */
  readonly url: string;
  readonly origin: string;
  readonly nonce: string;
  /** Answers the parsed envelope of a GET path, as the visitor. */
  readonly api: { get(path: string): Promise<unknown> };
  readonly theme: 'dark' | 'light' | 'system';
}
export interface RenderedPage {
  readonly status: number;
  readonly html: string;
  readonly redirect?: string;
  /** Seconds for which the page may be given to every anonymous visitor. */
  readonly cacheSeconds: number;
}

const handler = createStaticHandler(routes);

/** Renders a page of the app as a whole document. */
export async function renderPage(input: RenderInput, assets: ClientAssets): Promise<RenderedPage> {
  const context = await handler.query(new Request(new URL(input.url, input.origin)), {
    requestContext: new RouterContextProvider(
      new Map([[apiContext, createInProcessApi((path) => input.api.get(path))]]),
    ),
  });
  if (context instanceof Response) {
    const redirect = context.headers.get('location') ?? '/';
    return { status: context.status, html: '', redirect, cacheSeconds: 0 };
  }
  const body = renderToString(
    <StaticRouterProvider router={createStaticRouter(handler.dataRoutes, context)} context={context} hydrate={false} />,
  );
  return {
    status: context.statusCode,
    html: documentOf(input, assets, { context, body }),
    cacheSeconds: context.statusCode === 200 ? cacheSecondsOf(context) : 0,
  };
}

function cacheSecondsOf(context: StaticHandlerContext): number {
  const handle = context.matches.at(-1)?.route.handle as PageHandle | undefined;
  return handle?.cacheSeconds ?? 0;
}

function documentOf(
  { origin, nonce, theme }: RenderInput,
  assets: ClientAssets,
  { context, body }: { context: StaticHandlerContext; body: string },
): string {
  const matches = context.matches.map(({ route, params }) => ({
    handle: route.handle as unknown,
    loaderData: context.loaderData[route.id] as unknown,
    params,
  }));
  const root = context.loaderData['root'] as RootData | undefined;
  const head = renderHead({
    head: headOf(matches),
    instance: root?.instance.name ?? shell.product,
    origin,
    nonce,
    assets,
  });
  return `<!doctype html>
<html lang="en" data-theme="${theme}" data-player="off">
<head>
${head}
</head>
<body>
<div id="root">${body}</div>
<script type="application/json" id="hydration" nonce="${escapeHtml(nonce)}">${scriptJson(hydrationOf(context))}</script>
</body>
</html>`;
}
