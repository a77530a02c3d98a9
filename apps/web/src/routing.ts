import { createContext, useRouteLoaderData, type RouteObject, type RouterContextProvider } from 'react-router';
import type { InstanceView } from '@longwave/contracts/identity';
import type { Api } from './api/client.ts';

/** The API that loaders use: services in process while a page is rendered on the server, HTTP in the browser. */
export const apiContext = createContext<Api>();

/** What a page says about itself to browsers, search engines and link previews. */
export interface PageHead {
  /** Without the instance's name, which is added; absent on the start page. */
  readonly title?: string;
  readonly description?: string;
  /** Path of the one address of this content; the server adds the origin. */
  readonly canonicalPath?: string;
  /** OpenGraph `og:type`; `website` unless told. */
  readonly type?: 'website' | 'music.song' | 'profile';
  readonly imagePath?: string;
  readonly imageAlt?: string;
  /** Further OpenGraph properties, as property → content. */
  readonly properties?: Readonly<Record<string, string>>;
  /** schema.org object, given the origin that its addresses start with. */
  readonly jsonLd?: (origin: string) => object;
  /** Path of the page that oEmbed consumers may ask about. */
  readonly oEmbedPath?: string;
  readonly noIndex?: boolean;
}

/** What a route may carry in `handle`. */
export interface PageHandle {
  /** Pure: made from the loader's data on the server and again in the browser. */
  readonly head?: (data: never, params: Readonly<Record<string, string | undefined>>) => PageHead;
  /** How long a shared cache may keep the page as an anonymous visitor sees it; 0 unless told. */
  readonly cacheSeconds?: number;
}
/** A route of this app. Features export arrays of these, with `lazy` modules. */
export type PageRoute = RouteObject & { handle?: PageHandle; children?: PageRoute[] };

/** Arguments of a loader, with the API of the place it runs in. */
export function apiOf(context: Readonly<RouterContextProvider>): Api {
  return context.get(apiContext);
}

export interface RootData {
  readonly instance: InstanceView;
}
/** The instance's name and state; there on every page, except while the server cannot be reached at all. */
export function useInstance(): InstanceView | undefined {
  return useRouteLoaderData<RootData>('root')?.instance;
}
