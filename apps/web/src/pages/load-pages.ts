import { data, redirect, replace, type LoaderFunctionArgs } from 'react-router';
import type { TrackView } from '@longwave/contracts/catalog';
import type { ProfileView } from '@longwave/contracts/identity';
import { ApiError, type Api, type Page } from '../api/client.ts';
import { apiOf, type RootData } from '../routing.ts';

/** Tracks per page of a list. */
export const tracksPerPage = 30;
/** How many other tracks of the artist a track page shows. */
const relatedMax = 6;

export type TrackList = Page<TrackView[]>;

/** 404 answers of the API become the page's own 404; everything else is the error page's. */
function asPage404(error: unknown): never {
  if (error instanceof ApiError && (error.status === 404 || error.status === 400)) throw data(null, { status: 404 });
  throw error;
}

export async function loadRoot({ context }: LoaderFunctionArgs): Promise<RootData> {
  return { instance: await apiOf(context).call('readInstance') };
}

export interface HomeData {
  readonly instanceName: string;
  readonly tracks: TrackList;
}
export async function loadHome({ context }: LoaderFunctionArgs): Promise<HomeData> {
  const api = apiOf(context);
  const [instance, tracks] = await Promise.all([
    api.call('readInstance'),
    api.page('listTracks', { query: { limit: tracksPerPage } }),
  ]);
  return { instanceName: instance.name, tracks };
}

/** The handle of an artist's address; null when the address is no such one. Addresses compare in lower case. */
function handleOf(param: string | undefined): string | null {
  return param?.startsWith('@') === true && param.length > 1 ? param.slice(1) : null;
}

export interface ArtistData {
  readonly profile: ProfileView;
  readonly tracks: TrackList;
}
export async function loadArtist({ context, params }: LoaderFunctionArgs): Promise<ArtistData> {
  const handle = handleOf(params['handle']);
  if (handle === null) throw data(null, { status: 404 });
  const api = apiOf(context);
  const [profile, tracks] = await Promise.all([
    api.call('readProfile', { params: { handle } }),
    listTracksOf(api, handle, tracksPerPage),
  ]).catch(asPage404);
  if (profile.handle !== handle) throw permanently(`/@${profile.handle}`);
  return { profile, tracks };
}

function listTracksOf(api: Api, artist: string, limit: number): Promise<TrackList> {
  return api.page('listTracks', { query: { artist, limit } });
}

export interface TrackData {
  readonly track: TrackView;
  readonly related: readonly TrackView[];
}
export async function loadTrack({ context, params, request }: LoaderFunctionArgs): Promise<TrackData> {
  const handle = handleOf(params['handle']);
  const slug = params['slug'];
  if (handle === null || slug === undefined) throw data(null, { status: 404 });
  const api = apiOf(context);
  const [track, list] = await Promise.all([
    api.call('readTrackBySlug', { params: { handle, slug } }),
    listTracksOf(api, handle, relatedMax + 1),
  ]).catch(asPage404);
  if (track.url !== `/@${handle}/${slug}`) throw permanently(track.url + new URL(request.url).search);
  return { track, related: list.data.filter((other) => other.id !== track.id).slice(0, relatedMax) };
}

/** Permanent redirect to the one address of a thing; in the browser the wrong address leaves no trace in the history. */
function permanently(path: string): Response {
  return typeof window === 'undefined' ? redirect(path, 301) : replace(path);
}
