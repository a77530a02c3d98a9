import type { TrackView } from '@longwave/contracts/catalog';

/** A track as the API answers it, for tests of rendering. */
export function trackFixture(over: Record<string, unknown> = {}): TrackView {
  const version = {
    id: '019f0000-0000-7000-8000-0000000000b1',
    label: 'v1',
    status: 'ready',
    stage: 'ready',
    percent: 100,
    failure: null,
    durationMs: 210_000,
    loudnessLufs: -12,
    truePeakDbtp: -1,
    loudnessRangeLu: 5,
    sampleRateHz: 44_100,
    bitDepth: 16,
    channels: 2,
  };
  return {
    id: '019f0000-0000-7000-8000-0000000000a1',
    slug: 'slow-glass',
    title: 'Slow Glass',
    description: '',
    artist: { id: '019f0000-0000-7000-8000-0000000000c1', handle: 'ann', displayName: 'Ann & Co' },
    visibility: 'public',
    published: true,
    releaseAt: null,
    publishedAt: '2026-11-20T00:00:00.000Z',
    explicit: false,
    language: null,
    licence: null,
    isrc: null,
    sample: false,
    version,
    status: 'ready',
    failure: null,
    durationMs: 210_000,
    loudnessLufs: -12,
    truePeakDbtp: -1,
    artwork: {
      assetId: null,
      generated: true,
      url200: '/200',
      url1000: '/1000',
      dominantColour: '#224466',
      blurhash: null,
    },
    url: '/@ann/slow-glass',
    canEdit: false,
    createdAt: '2026-11-20T00:00:00.000Z',
    updatedAt: '2026-11-20T00:00:00.000Z',
    deletedAt: null,
    ...over,
  } as TrackView;
}

/** An in-process API that answers these envelopes by path, and `request.not_found` for everything else. */
export function scriptedApi(answers: Readonly<Record<string, unknown>>): { get(path: string): Promise<unknown> } {
  const instance = {
    name: 'Harbour',
    setUp: true,
    registration: 'open',
    version: '0.1.0',
    database: 'pglite',
    trackCount: 1,
  };
  const all: Readonly<Record<string, unknown>> = { '/api/instance': { data: instance }, ...answers };
  return {
    get: async (path) =>
      all[path] ?? { error: { code: 'catalog.track_not_found', message: 'No such track.', requestId: 'r1' } },
  };
}
