import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileReader, type FileReader } from './file-reader.ts';

let rootDir: string;
let nowMs: number;
beforeEach(async () => {
  rootDir = await mkdtemp(join(tmpdir(), 'longwave-reader-'));
  await mkdir(join(rootDir, 'a'));
  nowMs = 0;
});
afterEach(() => rm(rootDir, { recursive: true, force: true }));

const store = (name: string, sizeBytes: number, fill = 1) =>
  writeFile(join(rootDir, 'a', name), Buffer.alloc(sizeBytes, fill));
const reader = (cacheBytes: number) => createFileReader({ rootDir, cacheBytes, monotonicMs: () => nowMs });
const openDescriptors = async () => (await readdir('/proc/self/fd')).length;

/** Uses a file once and lets the reading into memory that this may have started come to its end. */
async function use(files: FileReader, key: string): Promise<boolean> {
  const file = files.open(key);
  if (!file) throw new Error(`${key} is missing`);
  const wasHot = file.bytes !== null;
  if (!wasHot) await file.read(Buffer.alloc(1), 0, 1);
  file.release();
  for (let turn = 0; turn < 20; turn++) await readdir(rootDir);
  return wasHot;
}

describe('the file reader', () => {
  it('holds a small file in memory from its second use on, within its bytes', async () => {
    const files = reader(8000);
    for (let index = 0; index < 12; index++) await store(String(index), 1000, index);
    for (let index = 0; index < 12; index++) for (let turn = 0; turn < 2; turn++) await use(files, `a/${index}`);
    expect(files.heldBytes).toBe(8000);
    expect(await use(files, 'a/3')).toBe(true);
    expect(files.open('a/3')?.bytes).toEqual(Buffer.alloc(1000, 3));
    expect(await use(files, 'a/11')).toBe(false);
  });

  it('lets a file in that is used much more than the coldest one', async () => {
    const files = reader(8000);
    for (let index = 0; index < 9; index++) await store(String(index), 1000, index);
    for (let index = 0; index < 8; index++) for (let turn = 0; turn < 2; turn++) await use(files, `a/${index}`);
    for (let turn = 0; turn < 5; turn++) await use(files, 'a/8');
    expect(await use(files, 'a/8')).toBe(true);
    expect(files.heldBytes).toBe(8000);
  });

  it('keeps at most 256 descriptors, and closes a pushed-out one only after its last reader', async () => {
    const files = reader(1);
    for (let index = 0; index < 300; index++) await store(String(index), 10, index % 256);
    const before = await openDescriptors();
    const first = files.open('a/0');
    for (let index = 1; index < 300; index++) files.open(`a/${index}`)?.release();
    expect(files.openFiles).toBe(256);
    expect(await openDescriptors()).toBe(before + 257);
    const buffer = Buffer.alloc(10);
    expect(await first?.read(buffer, 0, 10)).toBe(10);
    expect(buffer).toEqual(Buffer.alloc(10, 0));
    first?.release();
    expect(await openDescriptors()).toBe(before + 256);
  });

  it.each([
    ['from memory', 3],
    ['from the disk', 1],
  ])('notices a replaced or removed file, %s, after a second', async (_, uses) => {
    const files = reader(8000);
    await store('x', 100, 1);
    for (let turn = 0; turn < uses; turn++) await use(files, 'a/x');
    const etag = files.open('a/x')?.etag;
    await store('y', 100, 2);
    await rename(join(rootDir, 'a', 'y'), join(rootDir, 'a', 'x'));
    nowMs += 1000;
    expect(files.open('a/x')?.etag).not.toBe(etag);
    await rm(join(rootDir, 'a', 'x'));
    nowMs += 1000;
    expect(files.open('a/x')).toBeNull();
  });

  it('opens neither directories nor what is not a key', () => {
    const files = reader(8000);
    expect(files.open('a')).toBeNull();
    expect(files.open('a/none')).toBeNull();
    expect(() => files.open('../etc/passwd')).toThrow('not an object key');
  });
});
