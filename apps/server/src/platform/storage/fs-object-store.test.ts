import { execFileSync, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { createFsObjectStore } from './fs-object-store.ts';

const log = createLog({ level: 'silent', pretty: false });
const deadOwner = () => `4194304-1-${randomUUID()}-${hostname()}`;

let rootDir: string;
beforeEach(async () => {
  rootDir = await mkdtemp(join(tmpdir(), 'longwave-fs-store-'));
});
afterEach(() => rm(rootDir, { recursive: true, force: true }));

const scratchNames = () => readdir(join(rootDir, '.scratch'));
const open = () => createFsObjectStore({ rootDir, log });

describe('a process that died', () => {
  it('has its temporary files cleared at the next start, while those of a live process stay', async () => {
    const store = await open();
    const workspace = await store.workspace();
    const dead = join(rootDir, '.scratch', deadOwner());
    await mkdir(dead);
    await writeFile(join(dead, 'put-half'), 'half');
    await open();
    expect(await scratchNames()).not.toContain(dead.split('/').at(-1));
    await writeFile(join(workspace.path, 'a'), 'alive');
    await workspace.publish('alive');
    expect(await text(store.read('alive/a'))).toBe('alive');
  });

  it.each([
    ['before the first rename', { from: 'new', to: 'old', aside: null }],
    ['between the renames', { from: 'new', to: null, aside: 'old' }],
    ['after the second rename', { from: null, to: 'new', aside: 'old' }],
  ] as const)('in the middle of replacing a prefix, %s, leaves the new content at the next start', async (_, at) => {
    const scratch = join('.scratch', deadOwner());
    const paths = { from: 'draft/v', to: 'final/v', aside: join(scratch, 'aside-1') };
    await mkdir(join(rootDir, scratch), { recursive: true });
    for (const place of ['from', 'to', 'aside'] as const) {
      const content = at[place];
      if (content === null) continue;
      await mkdir(join(rootDir, paths[place]), { recursive: true });
      await writeFile(join(rootDir, paths[place], 'x'), content);
    }
    await mkdir(join(rootDir, 'final'), { recursive: true });
    await writeFile(join(rootDir, scratch, 'aside-1.replace.json'), JSON.stringify(paths));
    const store = await open();
    expect(await text(store.read('final/v/x'))).toBe('new');
    expect(await store.head('draft/v/x')).toBeNull();
    expect(await scratchNames()).toHaveLength(1);
  });

  it('by kill -9 at any moment of replacing prefixes never leaves a mixture', async () => {
    const script = `
      import { createFsObjectStore } from ${JSON.stringify(join(import.meta.dirname, 'fs-object-store.ts'))};
      const log = { info() {} };
      const store = await createFsObjectStore({ rootDir: ${JSON.stringify(rootDir)}, log });
      process.stdout.write('ready');
      for (let round = 0; ; round++) {
        const stamp = Buffer.from(process.pid + '-' + round);
        for (const name of ['a', 'b', 'c']) await store.put('draft/v/' + name, stamp);
        await store.movePrefix('draft/v', 'final/v');
      }`;
    for (let round = 0; round < 8; round++) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await new Promise((resolve) => child.stdout.once('data', resolve));
      for (let turn = 0; turn < round * 40; turn++) await readdir(rootDir);
      child.kill('SIGKILL');
      await ended;
      const store = await open();
      const contents = new Set<string>();
      for await (const head of store.list('final')) contents.add(await text(store.read(head.key)));
      expect(contents.size).toBeLessThanOrEqual(1);
      if (contents.size === 1) expect(await Array.fromAsync(store.list('final'))).toHaveLength(3);
    }
    expect(await Array.fromAsync(createdFinals())).toHaveLength(3);
  });

  async function* createdFinals() {
    yield* (await open()).list('final');
  }
});

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn('SKIPPED: the disk-full test mounts a small tmpfs and needs root');

describe.skipIf(!isRoot)('a full disk', () => {
  beforeEach(() => execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', rootDir]));
  afterEach(() => execFileSync('umount', [rootDir]));

  it('is answered with server.storage_full, leaves nothing behind and recovers when there is room', async () => {
    const store = await open();
    await store.put('kept/a', Buffer.from('kept'));
    const large = () => Readable.from([randomBytes(300_000), randomBytes(300_000)]);
    for (let round = 0; round < 3; round++)
      await expect(store.put('big/a', large())).rejects.toMatchObject({ code: 'server.storage_full', status: 507 });
    expect(await store.head('big/a')).toBeNull();
    const [own = ''] = await scratchNames();
    expect(await readdir(join(rootDir, '.scratch', own))).toEqual([]);
    expect(await text(store.read('kept/a'))).toBe('kept');

    await store.put('filler/a', randomBytes(300_000));
    await expect(store.concat('big/joined', ['filler/a', 'filler/a'])).rejects.toMatchObject({
      code: 'server.storage_full',
    });
    await store.removePrefix('filler');
    await expect(store.put('big/a', randomBytes(300_000))).resolves.toMatchObject({ sizeBytes: 300_000 });
  });
});
