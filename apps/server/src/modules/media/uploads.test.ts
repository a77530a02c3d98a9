import { randomBytes, randomUUID } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserId } from '@longwave/contracts/ids';
import type { UploadView } from '@longwave/contracts/media';
import { completeUpload } from './complete-upload.ts';
import { importFile } from './import-file.ts';
import { removeOriginalIfUnused } from './originals.ts';
import { findAssetBySha256, requireAsset } from './read-assets.ts';
import { assets, uploads } from './schema.ts';
import { sweepUploads } from './sweep-uploads.job.ts';
import { createUploadsFixture, mebibyte, pieceOf, sha256, type UploadsFixture } from './uploads.fixture.ts';

let fixture: UploadsFixture;
beforeAll(async () => {
  fixture = await createUploadsFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());

const song = randomBytes(12 * mebibyte);

function urlOf(upload: UploadView, n: number): string {
  const found = upload.parts.find((part) => part.n === n);
  if (!found) throw new Error(`part ${n} has no URL`);
  return found.url;
}
async function sendAll(upload: UploadView, bytes: Uint8Array) {
  const received = [];
  for (const { n, url } of upload.parts) {
    const reply = await fixture.put(url, pieceOf(bytes, upload, n));
    expect(reply.status).toBe(200);
    received.push({ n, etag: reply.headers.get('etag') ?? '' });
  }
  return received;
}

describe('an upload', () => {
  it('takes a file in parts and answers an asset with exactly its bytes', async () => {
    const opened = await fixture.open(song.length, { filename: 'a\\b/so\u0000ng.wav' });
    expect(opened.status).toBe(201);
    expect(opened.data).toMatchObject({ filename: 'song.wav', partSize: 5 * mebibyte, state: 'open', received: [] });
    expect(opened.data.parts.map((part) => part.n)).toEqual([1, 2, 3]);
    const first = await fixture.put(urlOf(opened.data, 1), pieceOf(song, opened.data, 1));
    expect(first.data).toEqual({ n: 1, etag: sha256(pieceOf(song, opened.data, 1)), sizeBytes: 5 * mebibyte });
    expect(first.headers.get('etag')).toBe(`"${first.data.etag}"`);

    const completed = await fixture.complete(opened.data, await sendAll(opened.data, song), { sha256: sha256(song) });
    expect(completed.status).toBe(200);
    expect(completed.data).toMatchObject({ sizeBytes: song.length, sha256: sha256(song), mime: 'audio/wav' });
    const key = `originals/${sha256(song).slice(0, 2)}/${sha256(song)}`;
    expect(sha256(await buffer(fixture.deps.store.read(key)))).toBe(sha256(song));
    expect(await fixture.keys(`uploads/${opened.data.uploadId}`)).toEqual([]);
    const after = await fixture.call<UploadView>('GET', `/api/uploads/${opened.data.uploadId}`);
    expect(after.data).toMatchObject({ state: 'completed', assetId: completed.data.assetId, parts: [] });
  });

  it('is resumed from the parts that are there, in any order, with fresh URLs', async () => {
    const { data: upload } = await fixture.open(song.length);
    await fixture.put(urlOf(upload, 3), pieceOf(song, upload, 3));
    await fixture.put(urlOf(upload, 1), pieceOf(song, upload, 1));
    const resumed = await fixture.call<UploadView>('GET', `/api/uploads/${upload.uploadId}`);
    expect(resumed.data.received.map((part) => part.n)).toEqual([1, 3]);
    const listed = await fixture.call<UploadView[]>('GET', '/api/uploads');
    expect(listed.data.find((one) => one.uploadId === upload.uploadId)?.received).toHaveLength(2);
    const signed = await fixture.call<{ parts: { n: number; url: string }[] }>(
      'POST',
      `/api/uploads/${upload.uploadId}/sign`,
      { body: { parts: [2] } },
    );
    const second = await fixture.put(signed.data.parts[0]?.url ?? '', pieceOf(song, upload, 2));
    const parts = [...resumed.data.received, second.data].map(({ n, etag }) => ({ n, etag }));
    expect((await fixture.complete(upload, parts)).status).toBe(200);
  });

  it('counts the last of a part sent several times, and frees the bytes it replaces', async () => {
    const { data: upload } = await fixture.open(9);
    const other = await fixture.put(urlOf(upload, 1), Buffer.from('123456789'));
    const last = await fixture.put(urlOf(upload, 1), Buffer.from('abcdefghi'));
    expect(await fixture.keys(`uploads/${upload.uploadId}`)).toHaveLength(1);
    const wrong = await fixture.complete(upload, [{ n: 1, etag: other.data.etag }]);
    expect(wrong.error).toMatchObject({ code: 'upload.part_etag_mismatch', details: { parts: [1] } });
    const right = await fixture.complete(upload, [{ n: 1, etag: last.data.etag }]);
    expect(right.data.sha256).toBe(sha256(Buffer.from('abcdefghi')));
  });

  it('keeps one part when the same part arrives many times at once', async () => {
    const { data: upload } = await fixture.open(1000);
    const bodies = Array.from({ length: 8 }, (_, index) => Buffer.alloc(1000, index % 3));
    const replies = await Promise.all(bodies.map((body) => fixture.put(urlOf(upload, 1), body)));
    expect(replies.map((reply) => reply.status)).toEqual(bodies.map(() => 200));
    const { data } = await fixture.call<UploadView>('GET', `/api/uploads/${upload.uploadId}`);
    expect(await fixture.keys(`uploads/${upload.uploadId}`)).toHaveLength(1);
    const etag = data.received[0]?.etag ?? '';
    expect((await fixture.complete(upload, [{ n: 1, etag }])).data.sha256).toBe(etag);
  });

  it('completes once, however often and however parallel it is asked', async () => {
    const { data: upload } = await fixture.open(song.length);
    const parts = await sendAll(upload, song);
    const replies = await Promise.all(Array.from({ length: 5 }, () => fixture.complete(upload, parts)));
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([200]));
    expect(new Set(replies.map((reply) => reply.data.assetId)).size).toBe(1);
    const again = await fixture.complete(upload, parts, { sha256: sha256(song) });
    expect(again.data.assetId).toBe(replies[0]?.data.assetId);
  });

  it('stores equal bytes of two people once and removes them with the last of the two', async () => {
    const bytes = randomBytes(1000);
    const { data: mine } = await fixture.open(1000);
    const first = await fixture.complete(mine, await sendAll(mine, bytes));
    const stranger = await fixture.addPerson();
    const { data: theirs } = await fixture.open(1000, {}, stranger);
    const parts = await sendAll(theirs, bytes);
    const path = `/api/uploads/${theirs.uploadId}/complete`;
    const second = await fixture.call<{ assetId: string }>('POST', path, { body: { parts }, as: stranger });
    expect(second.data.assetId).not.toBe(first.data.assetId);
    const key = `originals/${sha256(bytes).slice(0, 2)}/${sha256(bytes)}`;
    const removal = () => fixture.db.tx((tx) => removeOriginalIfUnused(fixture.deps, tx, key));
    await fixture.db.tx((tx) => tx.update(uploads).set({ assetId: null }));
    for (const [id, removed] of [
      [first.data.assetId, false],
      [second.data.assetId, true],
    ] as const) {
      await fixture.db.tx((tx) => tx.delete(assets).where(eq(assets.id, id)));
      expect(await removal()).toBe(removed);
    }
    expect(await fixture.deps.store.head(key)).toBeNull();
  });

  it('gives the same bytes and hash for any order and repetition of its parts', async () => {
    const small = await createUploadsFixture({ partBytes: 1024 });
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 6000 }),
        fc.array(fc.nat(5), { maxLength: 12 }),
        fc.infiniteStream(fc.nat(1_000_000)),
        async (bytes, repeats, picks) => {
          const { data: upload } = await small.open(bytes.length);
          const numbers = upload.parts.map((part) => part.n);
          const order = [...numbers, ...repeats.filter((n) => numbers.includes(n))].toSorted(
            () => (picks.next().value ?? 0) - 500_000,
          );
          const etags = new Map<number, string>();
          for (const n of order) etags.set(n, (await small.put(urlOf(upload, n), pieceOf(bytes, upload, n))).data.etag);
          const parts = [...etags].map(([n, etag]) => ({ n, etag }));
          const { data } = await small.complete(upload, parts);
          expect(data.sha256).toBe(sha256(bytes));
          expect(data.sizeBytes).toBe(bytes.length);
        },
      ),
      { numRuns: 20 },
    );
    await small[Symbol.asyncDispose]();
  });
});

describe('opening an upload is refused', () => {
  it.each<[string, Record<string, unknown> & { size: number }, [string, number]]>([
    ['of an empty file', { size: 0 }, ['upload.empty', 422]],
    ['over the size limit', { size: 64 * mebibyte + 1 }, ['upload.too_large', 413]],
    ['of a picture over 20 MiB', { size: 20 * mebibyte + 1, purpose: 'artwork' }, ['upload.too_large', 413]],
    ['with a negative size', { size: -1 }, ['request.invalid', 400]],
    ['with a broken size', { size: 1.5 }, ['request.invalid', 400]],
    ['without a name', { size: 1, filename: ' ' }, ['request.invalid', 400]],
    ['for an unknown purpose', { size: 1, purpose: 'malware' }, ['request.invalid', 400]],
    ['with an unknown field', { size: 1, colour: 'red' }, ['request.invalid', 400]],
  ])('%s', async (_, wish, [code, status]) => {
    const reply = await fixture.open(wish.size, wish);
    expect(reply).toMatchObject({ status, error: { code } });
  });

  it('without an account, and to a listener', async () => {
    expect((await fixture.open(1, {}, 'nobody')).error?.code).toMatch(/^auth\./);
    expect((await fixture.open(1, {}, await fixture.addPerson('listener'))).error?.code).toBe('auth.forbidden');
  });

  it('over the quota of the account, counting what is open; an admin has none', async () => {
    const person = await fixture.addPerson();
    for (let count = 0; count < 4; count++) expect((await fixture.open(64 * mebibyte, {}, person)).status).toBe(201);
    expect((await fixture.open(1, {}, person)).error?.code).toBe('upload.quota_exceeded');
    const admin = await fixture.addPerson('admin');
    for (let count = 0; count < 5; count++) expect((await fixture.open(64 * mebibyte, {}, admin)).status).toBe(201);
  });

  it('beyond 100 unfinished uploads, also when they are opened at once', async () => {
    const person = await fixture.addPerson();
    const replies = await Promise.all(Array.from({ length: 105 }, () => fixture.open(1, {}, person)));
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(100);
    expect(replies.filter((reply) => reply.error?.code === 'upload.too_many_open')).toHaveLength(5);
  });
});

describe('a part is refused', () => {
  const tamper: readonly [string, (url: string) => string, string][] = [
    ['with another number', (url) => url.replace('/parts/1?', '/parts/2?'), 'upload.signature_invalid'],
    [
      'with a changed signature',
      (url) => url.replace(/sig=(.)/, (_, first: string) => `sig=${first === 'A' ? 'B' : 'A'}`),
      'upload.signature_invalid',
    ],
    ['with a later expiry', (url) => url.replace(/exp=\d/, 'exp=9'), 'upload.signature_invalid'],
    ['for another audience', (url) => url.replace('aud=upload', 'aud=public'), 'upload.signature_invalid'],
    ['with an unknown key', (url) => url.replace('kid=k1', 'kid=k2'), 'upload.signature_invalid'],
    ['without a signature', (url) => url.replace(/\?.*/, ''), 'upload.signature_invalid'],
    [
      'of another upload',
      (url) => url.replace(/uploads\/[^/]+/, `uploads/${randomUUID()}`),
      'upload.signature_invalid',
    ],
  ];
  it.each(tamper)('%s', async (_, change, code) => {
    const { data: upload } = await fixture.open(10);
    const reply = await fixture.put(change(urlOf(upload, 1)), Buffer.alloc(10));
    expect(reply).toMatchObject({ status: 403, error: { code } });
    expect(await fixture.keys(`uploads/${upload.uploadId}`)).toEqual([]);
  });

  it('when it is too short or too long, with and without Content-Length, and can be sent again', async () => {
    const { data: upload } = await fixture.open(5 * mebibyte + 10);
    for (const [n, size] of [
      [1, 5 * mebibyte - 1],
      [1, 5 * mebibyte + 1],
      [2, 9],
      [2, 11],
      [2, 0],
    ] as const) {
      const reply = await fixture.put(urlOf(upload, n), Buffer.alloc(size));
      expect(reply).toMatchObject({ status: 400, error: { code: 'upload.part_size_mismatch' } });
    }
    for (const size of [9, 11, 4 * mebibyte]) {
      const chunked = await fetch(urlOf(upload, 2).replace(/^https?:\/\/[^/]+/, fixture.origin), {
        method: 'PUT',
        body: new Blob([Buffer.alloc(size)]).stream(),
        duplex: 'half',
      });
      expect(chunked.status).toBe(400);
      expect(await chunked.json()).toMatchObject({ error: { code: 'upload.part_size_mismatch' } });
    }
    expect(await fixture.keys(`uploads/${upload.uploadId}`)).toEqual([]);
    expect((await fixture.put(urlOf(upload, 2), Buffer.alloc(10))).status).toBe(200);
  });

  it('after the URL has expired, and to an upload that has ended', async () => {
    const { data: upload } = await fixture.open(10);
    await fixture.call('DELETE', `/api/uploads/${upload.uploadId}`);
    expect((await fixture.put(urlOf(upload, 1), Buffer.alloc(10))).error?.code).toBe('upload.not_open');
    fixture.clock.advanceMs(24 * 3600 * 1000 + 1000);
    expect((await fixture.put(urlOf(upload, 1), Buffer.alloc(10))).error?.code).toBe('upload.signature_expired');
  });

  it('when its body stalls, and leaves nothing', async () => {
    const quick = await createUploadsFixture({ stallMs: 50 });
    const { data: upload } = await quick.open(1000);
    const socket = connect(quick.port, '127.0.0.1');
    const path = urlOf(upload, 1).replace(/^https?:\/\/[^/]+/, '');
    socket.write(`PUT ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nonly this`);
    const answer = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(answer).toContain('request.timeout');
    socket.destroy();
    expect(await quick.keys(`uploads/${upload.uploadId}`)).toEqual([]);
    await quick[Symbol.asyncDispose]();
  });

  it('in part: a sender that disappears in the middle leaves nothing behind', async () => {
    const { data: upload } = await fixture.open(song.length);
    const path = urlOf(upload, 1).replace(/^https?:\/\/[^/]+/, '');
    for (const sent of [0, 100, mebibyte]) {
      const socket = connect(fixture.port, '127.0.0.1');
      socket.write(`PUT ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${5 * mebibyte}\r\n\r\n`);
      await new Promise<void>((resolve) => socket.write(song.subarray(0, sent), () => resolve()));
      socket.resetAndDestroy();
    }
    expect((await fixture.put(urlOf(upload, 1), pieceOf(song, upload, 1))).status).toBe(200);
    await expect
      .poll(async () => {
        const [own = ''] = await readdir(join(fixture.rootDir, '.scratch'));
        return readdir(join(fixture.rootDir, '.scratch', own));
      })
      .toEqual([]);
    expect(await fixture.keys(`uploads/${upload.uploadId}`)).toHaveLength(1);
  });
});

describe('completing is refused', () => {
  it('while parts are missing, named twice, unknown or of other bytes, and stays possible', async () => {
    const { data: upload } = await fixture.open(song.length);
    const first = await fixture.put(urlOf(upload, 1), pieceOf(song, upload, 1));
    const part = { n: 1, etag: first.data.etag };
    const early = await fixture.complete(upload, [part]);
    expect(early).toMatchObject({
      status: 409,
      error: { code: 'upload.parts_missing', details: { missing: [2, 3] } },
    });
    const parts = await sendAll(upload, song);
    const twice = await fixture.complete(upload, [...parts, part]);
    expect(twice.error?.code).toBe('upload.parts_missing');
    const unknown = await fixture.complete(upload, [...parts, { n: 4, etag: 'x' }]);
    expect(unknown.error).toMatchObject({ code: 'upload.parts_missing', details: { unexpected: [4] } });
    const other = await fixture.complete(upload, parts.with(1, { n: 2, etag: '"00"' }));
    expect(other.error).toMatchObject({ code: 'upload.part_etag_mismatch', details: { parts: [2] } });
    const hash = await fixture.complete(upload, parts, { sha256: '0'.repeat(64) });
    expect(hash).toMatchObject({
      status: 409,
      error: { code: 'upload.sha256_mismatch', details: { actual: sha256(song) } },
    });
    expect((await fixture.complete(upload, parts, { sha256: sha256(song) })).status).toBe(200);
    expect((await fixture.call('DELETE', `/api/uploads/${upload.uploadId}`)).error?.code).toBe('upload.not_open');
  });

  it('to anyone but its owner, like every other step', async () => {
    const { data: upload } = await fixture.open(10);
    const stranger = await fixture.addPerson('admin');
    const path = `/api/uploads/${upload.uploadId}`;
    for (const [method, at, body] of [
      ['GET', path, undefined],
      ['DELETE', path, undefined],
      ['POST', `${path}/sign`, { parts: [1] }],
      ['POST', `${path}/complete`, { parts: [{ n: 1, etag: 'x' }] }],
    ] as const)
      expect(await fixture.call(method, at, { body, as: stranger })).toMatchObject({
        status: 404,
        error: { code: 'upload.not_found' },
      });
    const sign = await fixture.call('POST', `${path}/sign`, { body: { parts: [2] } });
    expect(sign.error?.code).toBe('upload.part_number_invalid');
  });

  it('when a received file is lost: the part can be sent again', async () => {
    const { data: upload } = await fixture.open(10);
    const parts = await sendAll(upload, Buffer.alloc(10));
    await fixture.deps.store.removePrefix(`uploads/${upload.uploadId}`);
    const lost = await fixture.complete(upload, parts);
    expect(lost.error).toMatchObject({ code: 'upload.parts_missing', details: { missing: [1] } });
    expect((await fixture.complete(upload, await sendAll(upload, Buffer.alloc(10)))).status).toBe(200);
  });

  it('never for good by a crash between placing the file and committing the row', async () => {
    const { data: upload } = await fixture.open(1000);
    const bytes = randomBytes(1000);
    const parts = await sendAll(upload, bytes);
    const crashing = {
      ...fixture.deps,
      store: {
        ...fixture.deps.store,
        async move(from: string, to: string) {
          await fixture.deps.store.move(from, to);
          throw new Error('killed');
        },
      },
    };
    const bare = parts.map(({ n, etag }) => ({ n, etag: etag.replaceAll('"', '') }));
    const input = { uploadId: upload.uploadId, parts: bare };
    await expect(completeUpload(crashing, fixture.actorOf(fixture.owner), input)).rejects.toThrow('killed');
    expect((await fixture.complete(upload, parts)).data.sha256).toBe(sha256(bytes));
  });
});

describe('the sweep', () => {
  it('ends overdue uploads, frees their files and those that nobody owns, and keeps what is in use', async () => {
    const { data: overdue } = await fixture.open(10);
    await sendAll(overdue, Buffer.alloc(10));
    fixture.clock.advanceMs(24 * 3600 * 1000 + 1000);
    const { data: fresh } = await fixture.open(10);
    await sendAll(fresh, Buffer.alloc(10, 1));
    const orphan = `uploads/${randomUUID()}/00001-x`;
    await fixture.deps.store.put(orphan, Buffer.from('left by a crash'));
    await sweepUploads(fixture.deps);
    const { data } = await fixture.call<UploadView>('GET', `/api/uploads/${overdue.uploadId}`);
    expect(data.state).toBe('aborted');
    expect(await fixture.keys(`uploads/${overdue.uploadId}`)).toEqual([]);
    expect(await fixture.keys(`uploads/${fresh.uploadId}`)).toHaveLength(1);

    const old = { ...fixture.deps, clock: { now: () => new Date(Date.now() + 25 * 3600 * 1000) } };
    await fixture.deps.db.tx((tx) => tx.update(uploads).set({ expiresAt: new Date('2100-01-01') }));
    await sweepUploads(old);
    expect(await fixture.deps.store.head(orphan)).toBeNull();
    expect(await fixture.keys(`uploads/${fresh.uploadId}`)).toHaveLength(1);
  });
});

describe('a local file', () => {
  it('becomes an asset that is found by its hash and belongs to its owner alone', async () => {
    const path = join(fixture.rootDir, 'import.flac');
    await writeFile(path, 'fLaC and so on');
    const actor = fixture.actorOf(fixture.owner);
    const ownerId = actor.kind === 'user' ? actor.userId : ('' as UserId);
    const asset = await importFile(fixture.deps, { ownerId, path, filename: 'import.flac' });
    expect(asset).toMatchObject({ mime: 'audio/flac', sizeBytes: 14, sha256: sha256(Buffer.from('fLaC and so on')) });
    expect(await findAssetBySha256(fixture.db.read, ownerId, asset.sha256)).toEqual(asset);
    expect(await requireAsset(fixture.db.read, ownerId, asset.id)).toEqual(asset);
    const stranger = fixture.actorOf(await fixture.addPerson());
    const strangerId = stranger.kind === 'user' ? stranger.userId : ('' as UserId);
    expect(await findAssetBySha256(fixture.db.read, strangerId, asset.sha256)).toBeNull();
    await expect(requireAsset(fixture.db.read, strangerId, asset.id)).rejects.toMatchObject({
      code: 'media.asset_not_found',
    });
  });
});
