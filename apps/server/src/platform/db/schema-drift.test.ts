import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { migrationsFolder } from './migrate.ts';

const serverDir = join(import.meta.dirname, '../../..');
const drizzleKit = join(serverDir, '../../node_modules/drizzle-kit/bin.cjs');

it('finds nothing to generate: the committed migrations make exactly the tables of every schema.ts', async () => {
  const copy = await mkdtemp(join(serverDir, 'node_modules/.drift-'));
  try {
    await cp(migrationsFolder, copy, { recursive: true });
    const before = await readdir(copy);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        drizzleKit,
        'generate',
        '--dialect',
        'postgresql',
        '--schema',
        './src/**/schema.ts',
        '--out',
        relative(serverDir, copy),
      ],
      { cwd: serverDir, timeout: 60_000 },
    );
    expect(stdout).toContain('No schema changes');
    expect(await readdir(copy)).toEqual(before);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
});
