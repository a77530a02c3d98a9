import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InvalidKeyError } from './object-key.ts';
import type { ObjectStore } from './object-store.ts';

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
async function keysOf(store: ObjectStore, prefix: string): Promise<string[]> {
  return (await Array.fromAsync(store.list(prefix), (head) => head.key)).toSorted();
}

/** What every object store driver must do; a driver's test file calls it with a way to open an empty store. */
export function objectStoreContract(
  name: string,
  create: () => Promise<{ store: ObjectStore; dispose(): Promise<void> }>,
): void {
  describe(`object store: ${name}`, () => {
    let opened: Awaited<ReturnType<typeof create>>;
    let store: ObjectStore;
    beforeAll(async () => {
      opened = await create();
      store = opened.store;
    });
    afterAll(() => opened.dispose());

    describe('one object', () => {
      it('keeps bytes and streams, and answers size and SHA-256', async () => {
        const bytes = Buffer.from('some sound');
        expect(await store.put('one/bytes', bytes)).toEqual({ key: 'one/bytes', sizeBytes: 10, sha256: sha256(bytes) });
        const stored = await store.put('one/stream', Readable.from([Buffer.from('some '), Buffer.from('sound')]));
        expect(stored.sha256).toBe(sha256(bytes));
        expect(await text(store.read('one/stream'))).toBe('some sound');
        expect(await store.head('one/stream')).toMatchObject({ key: 'one/stream', sizeBytes: 10 });
      });

      it('keeps an empty object', async () => {
        expect(await store.put('one/empty', new Uint8Array())).toMatchObject({ sizeBytes: 0, sha256: sha256('') });
        expect((await buffer(store.read('one/empty'))).length).toBe(0);
      });

      it('replaces the whole content of a key', async () => {
        await store.put('one/replaced', Buffer.from('a longer first content'));
        await store.put('one/replaced', Buffer.from('second'));
        expect(await text(store.read('one/replaced'))).toBe('second');
      });

      it('reads any inclusive range', async () => {
        const bytes = Buffer.from(Array.from({ length: 3000 }, (_, index) => index % 251));
        await store.put('one/ranged', bytes);
        await fc.assert(
          fc.asyncProperty(fc.nat(2999), fc.nat(2999), async (a, b) => {
            const [start, end] = a < b ? [a, b] : [b, a];
            expect(await buffer(store.read('one/ranged', { start, end }))).toEqual(bytes.subarray(start, end + 1));
          }),
          { numRuns: 25 },
        );
      });

      it('answers null for the head of a missing key and rejects its read with ENOENT', async () => {
        expect(await store.head('one/nothing')).toBeNull();
        expect(await store.head('one')).toBeNull();
        await expect(buffer(store.read('one/nothing'))).rejects.toMatchObject({ code: 'ENOENT' });
      });

      it('refuses a body larger than maxBytes and leaves the old content', async () => {
        await store.put('one/limited', Buffer.from('old'));
        for (const body of [Buffer.from('12345'), Readable.from([Buffer.from('123'), Buffer.from('45')])])
          await expect(store.put('one/limited', body, { maxBytes: 4 })).rejects.toMatchObject({
            code: 'request.too_large',
          });
        expect(await text(store.read('one/limited'))).toBe('old');
        expect(await store.put('one/limited', Buffer.from('1234'), { maxBytes: 4 })).toMatchObject({ sizeBytes: 4 });
      });

      it('shows nothing of a body that breaks off', async () => {
        const broken = Readable.from(
          (async function* () {
            yield Buffer.from('half of it');
            throw new Error('the sender went away');
          })(),
        );
        await expect(store.put('broken/half', broken)).rejects.toThrow('the sender went away');
        expect(await store.head('broken/half')).toBeNull();
        expect(await keysOf(store, 'broken')).toEqual([]);
      });

      it('rejects a body that failed before it was read', async () => {
        const body = new PassThrough();
        const stored = store.put('broken/early', body);
        body.destroy(new Error('gone at once'));
        await expect(stored).rejects.toThrow('gone at once');
        expect(await store.head('broken/early')).toBeNull();
      });

      it('gives programs a local file', async () => {
        await store.put('one/local', Buffer.from('for ffmpeg'));
        const local = await store.localFile('one/local');
        expect(await readFile(local.path, 'utf8')).toBe('for ffmpeg');
        await local.dispose();
        expect(await store.head('one/local')).not.toBeNull();
      });
    });

    describe('several objects', () => {
      it('joins objects in order, hashes the result and keeps the sources', async () => {
        await store.put('join/a', Buffer.from('abc'));
        await store.put('join/b', Buffer.from('defg'));
        expect(await store.concat('join/all', ['join/b', 'join/a', 'join/b'])).toEqual({
          key: 'join/all',
          sizeBytes: 11,
          sha256: sha256('defgabcdefg'),
        });
        expect(await keysOf(store, 'join')).toEqual(['join/a', 'join/all', 'join/b']);
      });

      it('joins nothing when a source is missing', async () => {
        await expect(store.concat('join/none', ['join/a', 'join/missing'])).rejects.toMatchObject({ code: 'ENOENT' });
        expect(await store.head('join/none')).toBeNull();
      });

      it('moves an object over another', async () => {
        await store.put('moved/from', Buffer.from('new'));
        await store.put('elsewhere/to', Buffer.from('old'));
        await store.move('moved/from', 'elsewhere/to');
        expect(await text(store.read('elsewhere/to'))).toBe('new');
        expect(await store.head('moved/from')).toBeNull();
        await expect(store.move('moved/from', 'elsewhere/to')).rejects.toMatchObject({ code: 'ENOENT' });
      });

      it('moves a prefix and replaces everything that was there', async () => {
        await store.put('draft/v1/a/1', Buffer.from('new 1'));
        await store.put('draft/v1/list', Buffer.from('new list'));
        await store.put('final/v1/a/1', Buffer.from('old 1'));
        await store.put('final/v1/a/2', Buffer.from('old 2'));
        await store.movePrefix('draft/v1', 'final/v1');
        expect(await keysOf(store, 'final')).toEqual(['final/v1/a/1', 'final/v1/list']);
        expect(await text(store.read('final/v1/a/1'))).toBe('new 1');
        expect(await keysOf(store, 'draft')).toEqual([]);
        await expect(store.movePrefix('draft/v1', 'final/v1')).rejects.toMatchObject({ code: 'ENOENT' });
        expect(await keysOf(store, 'final')).toHaveLength(2);
      });

      it('lists what is below a prefix and not what merely starts like it', async () => {
        await store.put('listed/a/x', Buffer.from('1'));
        await store.put('listed/y', Buffer.from('22'));
        await store.put('listed-not/z', Buffer.from('333'));
        expect(await keysOf(store, 'listed')).toEqual(['listed/a/x', 'listed/y']);
        expect(await keysOf(store, 'not-there')).toEqual([]);
      });

      it('removes an object or a prefix, also twice', async () => {
        await store.put('gone/a/1', Buffer.from('1'));
        await store.put('gone/b', Buffer.from('2'));
        await store.remove('gone/b');
        await store.remove('gone/b');
        expect(await keysOf(store, 'gone')).toEqual(['gone/a/1']);
        await store.removePrefix('gone');
        await store.removePrefix('gone');
        expect(await keysOf(store, 'gone')).toEqual([]);
      });
    });

    it('publishes a workspace under a prefix at once, or discards it', async () => {
      const workspace = await store.workspace();
      await writeFile(join(workspace.path, 'segment_0.m4s'), 'sound');
      expect(await keysOf(store, 'published')).toEqual([]);
      await workspace.publish('published/v1');
      expect(await text(store.read('published/v1/segment_0.m4s'))).toBe('sound');
      await workspace.discard();
      expect(await keysOf(store, 'published')).toEqual(['published/v1/segment_0.m4s']);

      const discarded = await store.workspace();
      await writeFile(join(discarded.path, 'x'), 'x');
      await discarded.discard();
      await expect(discarded.publish('published/v2')).rejects.toMatchObject({ code: 'ENOENT' });
    });

    it.each([
      '',
      '/',
      '/a',
      'a/',
      'a//b',
      '.',
      '..',
      'a/../b',
      '../a',
      'a/./b',
      '.hidden',
      'a/.hidden',
      'a\\b',
      'a\0b',
    ])('refuses the key %j', async (key) => {
      await expect(store.put(key, Buffer.from('x'))).rejects.toBeInstanceOf(InvalidKeyError);
      await expect(store.head(key)).rejects.toBeInstanceOf(InvalidKeyError);
      await expect(store.removePrefix(key)).rejects.toBeInstanceOf(InvalidKeyError);
      expect(() => store.read(key)).toThrow(InvalidKeyError);
      expect(() => store.list(key)).toThrow(InvalidKeyError);
    });

    it('refuses keys and segments that are too long', async () => {
      await expect(store.put('a'.repeat(256), Buffer.from('x'))).rejects.toBeInstanceOf(InvalidKeyError);
      await expect(store.put('ab/'.repeat(400) + 'c', Buffer.from('x'))).rejects.toBeInstanceOf(InvalidKeyError);
      await expect(store.put('a'.repeat(255), Buffer.from('x'))).resolves.toMatchObject({ sizeBytes: 1 });
    });

    it('passes its self-test and knows its free space', async () => {
      await store.selfTest();
      const free = await store.freeBytes();
      expect(free === null || free > 0).toBe(true);
    });
  });
}
