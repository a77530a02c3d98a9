import type { TrackView } from '@longwave/contracts/catalog';
import type { AssetId, TrackId, TrackVersionId, UploadId } from '@longwave/contracts/ids';
import type { UploadView } from '@longwave/contracts/media';
import { describe, expect, it, vi } from 'vitest';
import type { PartRequest } from './put-part.ts';
import type { UploadApi } from './upload-api.ts';
import { createUploadEngine } from './upload-engine.ts';
import { UploadError } from './upload-error.ts';
import type { UploadItem } from './upload-item.ts';
import type { UploadRecord, UploadRecords } from './upload-records.ts';

const partSize = 10;
const offline = () => new UploadError({ code: 'network', message: '', status: 0 });

const count = (sizeBytes: number) => Math.ceil(sizeBytes / partSize);

/** The server's side in memory, speaking the upload protocol: parts by signed URL, completion checked, tracks idempotent. */
function memoryServer() {
  const uploads = new Map<string, { view: UploadView; generation: number }>();
  const tracks = new Map<string, TrackView>();
  const wire = { puts: [] as string[], open: 0, openMax: 0, onPut: (_n: number): Error | null => null };
  const completions: { sha256?: string }[] = [];
  const url = (id: string, n: number) => `/parts/${id}/${n}?generation=${uploads.get(id)?.generation ?? 0}`;
  const entry = (id: string) => {
    const found = uploads.get(id);
    if (!found) throw new UploadError({ code: 'upload.not_found', message: '', status: 404 });
    return found;
  };
  const view = (id: string): UploadView => {
    const { view: known } = entry(id);
    return {
      ...known,
      parts: Array.from({ length: count(known.size) }, (_, i) => ({ n: i + 1, url: url(id, i + 1) })),
    };
  };
  const api: UploadApi = {
    create: async ({ filename, size, mime, purpose }) => {
      const uploadId = `upload-${uploads.size + 1}` as UploadId;
      const fresh = { uploadId, filename, size, mime, purpose, partSize, parts: [], received: [], assetId: null };
      uploads.set(uploadId, { view: { ...fresh, state: 'open', expiresAt: '' }, generation: 1 });
      return view(uploadId);
    },
    read: async (id) => view(id),
    sign: async (id, parts) => parts.map((n) => ({ n, url: url(id, n) })),
    complete: async (id, body) => {
      completions.push(body);
      const { view: known } = entry(id);
      if (known.received.length < count(known.size))
        throw new UploadError({ code: 'upload.parts_missing', message: '', status: 409 });
      const assetId = `asset-${id}` as AssetId;
      Object.assign(known, { state: 'completed', assetId });
      return { assetId, filename: known.filename, sizeBytes: known.size, mime: '', sha256: '' };
    },
    abort: async (id) => void uploads.delete(id),
    createTrack: async ({ title, assetId }, key) => {
      const known = tracks.get(key);
      if (known) return known;
      const version = { id: `version-${assetId}` as TrackVersionId, stage: 'queued', percent: 0, failure: null };
      const track = { id: `track-${assetId}` as TrackId, title, version } as TrackView;
      tracks.set(key, track);
      return track;
    },
    readTrack: async (id) => [...tracks.values()].find((track) => track.id === id) as TrackView,
    retryTrack: async (id) => [...tracks.values()].find((track) => track.id === id) as TrackView,
  };
  const putPart = async ({ url: target, body, signal, onSent }: PartRequest) => {
    const [, id = '', number = '', generation = ''] = /\/parts\/(.+)\/(\d+)\?generation=(\d+)/.exec(target) ?? [];
    const n = Number(number);
    wire.open += 1;
    wire.openMax = Math.max(wire.openMax, wire.open);
    await Promise.resolve();
    wire.open -= 1;
    signal.throwIfAborted();
    wire.puts.push(`${id}/${n}`);
    const refusal = wire.onPut(n);
    if (refusal) throw refusal;
    if (Number(generation) !== entry(id).generation)
      throw new UploadError({ code: 'upload.signature_expired', message: '', status: 403 });
    onSent(body.size);
    entry(id).view.received.push({ n, etag: `etag-${n}`, sizeBytes: body.size });
    return `etag-${n}`;
  };
  return { api, putPart, uploads, tracks, wire, completions };
}

function memoryRecords(keepsFiles = true): UploadRecords {
  const items = new Map<string, UploadRecord>();
  const files = new Map<string, File>();
  return {
    list: async (ownerId) => [...items.values()].filter((record) => record.ownerId === ownerId),
    read: async (id) => items.get(id) ?? null,
    save: async (record) => void items.set(record.item.id, record),
    saveFile: async (id, file) => {
      if (keepsFiles) files.set(id, file);
      return keepsFiles;
    },
    readFile: async (id) => files.get(id) ?? null,
    remove: async (id) => {
      items.delete(id);
      files.delete(id);
    },
  };
}

function browser(server: ReturnType<typeof memoryServer>, records = memoryRecords()) {
  const connection = { online: true, listeners: new Set<() => void>() };
  let ids = 0;
  const tab = Math.random();
  const engine = createUploadEngine({
    ownerId: 'me',
    api: server.api,
    putPart: server.putPart,
    hashFile: async () => 'hash',
    records,
    network: {
      online: () => connection.online,
      onOnline: (listener) => {
        connection.listeners.add(listener);
        return () => connection.listeners.delete(listener);
      },
    },
    lock: async () => () => undefined,
    describe: (code, message) => ({ code, message, hint: '' }),
    nowMs: () => performance.now(),
    random: () => 0,
    newId: () => `${tab}-${(ids += 1)}`,
  });
  const item = (name: string): UploadItem => {
    const found = engine.store.getState().items.find((candidate) => candidate.name === name);
    if (!found) throw new Error(`no item ${name}`);
    return found;
  };
  return { engine, item, connection, records };
}

const song = (name: string, sizeBytes: number) => new File(['x'.repeat(sizeBytes)], name, { lastModified: 1 });

describe('upload engine', () => {
  it('sends every part, completes with the hash and makes one track named after the file', async () => {
    const server = memoryServer();
    const { engine, item } = browser(server);
    engine.add([song('01 Slow_Dawn.wav', 35)]);
    await vi.waitFor(() => expect(item('01 Slow_Dawn.wav').state).toBe('uploaded'));
    expect(server.wire.puts.toSorted()).toEqual(['upload-1/1', 'upload-1/2', 'upload-1/3', 'upload-1/4']);
    expect(server.completions).toMatchObject([{ sha256: 'hash' }]);
    expect([...server.tracks.values()].map((track) => track.title)).toEqual(['Slow Dawn']);
  });

  it('keeps at most two files times three parts on the wire', async () => {
    const server = memoryServer();
    const { engine, item } = browser(server);
    engine.add(['a', 'b', 'c', 'd'].map((name) => song(name, 80)));
    await vi.waitFor(() => expect(item('d').state).toBe('uploaded'));
    expect(server.wire.openMax).toBe(6);
  });

  it('stops while paused and goes on without sending a part twice', async () => {
    const server = memoryServer();
    const { engine, item } = browser(server);
    server.wire.onPut = (n) => {
      if (n === 4) engine.pause(item('a').id);
      return null;
    };
    engine.add([song('a', 120)]);
    await vi.waitFor(() => expect(item('a').hold).toBe('paused'));
    server.wire.onPut = () => null;
    engine.resume(item('a').id);
    await vi.waitFor(() => expect(item('a').state).toBe('uploaded'));
    expect(new Set(server.wire.puts).size).toBe(12);
    expect(server.uploads.size).toBe(1);
  });

  it('waits while the browser is offline and goes on with the network', async () => {
    const server = memoryServer();
    const { engine, item, connection } = browser(server);
    connection.online = false;
    server.wire.onPut = () => (connection.online ? null : offline());
    engine.add([song('a', 25)]);
    await vi.waitFor(() => expect(item('a').hold).toBe('offline'));
    connection.online = true;
    for (const listener of connection.listeners) listener();
    await vi.waitFor(() => expect(item('a')).toMatchObject({ state: 'uploaded', hold: null }));
  });

  it('renews signatures that ran out', async () => {
    const server = memoryServer();
    const { engine, item } = browser(server);
    let first = true;
    server.wire.onPut = () => {
      if (first) for (const upload of server.uploads.values()) upload.generation += 1;
      first = false;
      return null;
    };
    engine.add([song('a', 95)]);
    await vi.waitFor(() => expect(item('a').state).toBe('uploaded'));
  });

  it('goes on after a reload with the parts that are missing', async () => {
    const server = memoryServer();
    const records = memoryRecords();
    const before = browser(server, records);
    server.wire.onPut = (n) => (n > 3 ? offline() : null);
    before.engine.add([song('a', 55)]);
    await vi.waitFor(() => expect(before.item('a').hold).toBe('retrying'));
    before.engine.pause(before.item('a').id);
    server.wire.onPut = () => null;
    server.wire.puts = [];
    const after = browser(server, records);
    await after.engine.restore();
    await vi.waitFor(() => expect(after.item('a').hold).toBe('paused'));
    after.engine.resume(after.item('a').id);
    await vi.waitFor(() => expect(after.item('a').state).toBe('uploaded'));
    expect(server.wire.puts.toSorted()).toEqual(['upload-1/4', 'upload-1/5', 'upload-1/6']);
  });

  it('asks for a file the browser could not keep and takes it back by name, size and time', async () => {
    const server = memoryServer();
    const records = memoryRecords(false);
    const before = browser(server, records);
    server.wire.onPut = (n) => (n > 1 ? offline() : null);
    before.engine.add([song('a', 25)]);
    await vi.waitFor(() => expect(before.item('a').uploadId).not.toBeNull());
    before.engine.pause(before.item('a').id);
    server.wire.onPut = () => null;
    const after = browser(server, records);
    await after.engine.restore();
    await vi.waitFor(() => expect(after.item('a').hold).toBe('file-missing'));
    after.engine.add([song('a', 25)]);
    await vi.waitFor(() => expect(after.item('a').state).toBe('uploaded'));
    expect(after.engine.store.getState().items).toHaveLength(1);
  });

  it('names the reason when the server refuses, and starts over on retry', async () => {
    const server = memoryServer();
    const { engine, item } = browser(server);
    const refused = new UploadError({ code: 'upload.part_size_mismatch', message: 'wrong size', status: 400 });
    server.wire.onPut = () => refused;
    engine.add([song('a', 25)]);
    await vi.waitFor(() => expect(item('a')).toMatchObject({ state: 'failed', failure: { message: 'wrong size' } }));
    server.wire.onPut = () => null;
    engine.retry(item('a').id);
    await vi.waitFor(() => expect(item('a').state).toBe('uploaded'));
    expect(server.uploads.size).toBe(2);
  });

  it('follows processing by live news to its end and then forgets the record', async () => {
    const server = memoryServer();
    const { engine, item, records } = browser(server);
    engine.add([song('a', 5)]);
    await vi.waitFor(() => expect(item('a').versionId).not.toBeNull());
    const versionId = item('a').versionId as TrackVersionId;
    engine.note({ versionId, stage: 'transcoding', percent: 40, failure: null });
    engine.note({ versionId, stage: 'probing', percent: 0, failure: null });
    expect(item('a')).toMatchObject({ state: 'transcoding', percent: 40 });
    engine.note({ versionId, stage: 'ready', percent: 100, failure: null });
    expect(item('a').state).toBe('ready');
    await vi.waitFor(async () => expect(await records.list('me')).toEqual([]));
  });

  it('frees what the server holds when an unfinished upload is taken off', async () => {
    const server = memoryServer();
    const { engine, item } = browser(server);
    server.wire.onPut = () => offline();
    engine.add([song('a', 25)]);
    await vi.waitFor(() => expect(item('a').hold).toBe('retrying'));
    engine.remove(item('a').id);
    await vi.waitFor(() => expect(server.uploads.size).toBe(0));
    expect(engine.store.getState().items).toEqual([]);
  });
});
