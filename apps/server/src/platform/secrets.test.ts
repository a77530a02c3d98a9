import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from './log.ts';
import { loadSecrets } from './secrets.ts';
import { createSetupTokenFile } from './setup-token.ts';

let dataDir: string;
let lines: string[];
let log: ReturnType<typeof createLog>;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'secrets-'));
  lines = [];
  log = createLog({ level: 'info', pretty: false, destination: { write: (line) => lines.push(line) } });
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

async function modeOf(name: string): Promise<number> {
  return (await stat(join(dataDir, name))).mode & 0o777;
}

describe('secrets of an instance', () => {
  it('are generated once, in a file that only its owner may read', async () => {
    const first = await loadSecrets(dataDir, log);
    const second = await loadSecrets(dataDir, log);
    expect(await modeOf('secrets.json')).toBe(0o600);
    expect(second.csrfSecret).toEqual(first.csrfSecret);
    expect(second.signingKeys).toEqual(first.signingKeys);
    expect(second.tokenKeys[0]?.kid).toBe(first.tokenKeys[0]?.kid);
    expect(first.signingKeys[0]?.secret).toHaveLength(32);
    expect(await readdir(dataDir)).toEqual(['secrets.json']);
  });

  it('are the same for processes that start at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => loadSecrets(dataDir, log)));
    expect(new Set(all.map((secrets) => Buffer.from(secrets.csrfSecret).toString('hex'))).size).toBe(1);
    expect(await readdir(dataDir)).toEqual(['secrets.json']);
  });

  it('are closed to other users again, with a warning, when the file was open to them', async () => {
    await loadSecrets(dataDir, log);
    await chmod(join(dataDir, 'secrets.json'), 0o644);
    await loadSecrets(dataDir, log);
    expect(await modeOf('secrets.json')).toBe(0o600);
    expect(lines.join('')).toContain('"mode":"644"');
  });

  it('stop the start when the file is damaged, without showing any of it', async () => {
    await loadSecrets(dataDir, log);
    const path = join(dataDir, 'secrets.json');
    const content = await readFile(path, 'utf8');
    const { csrfSecret } = JSON.parse(content) as { csrfSecret: string };
    await writeFile(path, content.slice(0, -20));
    const cut = await loadSecrets(dataDir, log).catch((error: unknown) => error);
    expect(String(cut)).toContain('not JSON');
    expect(String(cut)).not.toContain(csrfSecret);
    await writeFile(path, content.replace(csrfSecret, 'tooshort'));
    const short = await loadSecrets(dataDir, log).catch((error: unknown) => error);
    expect(String(short)).toContain('csrfSecret: at least 32 bytes');
    expect(String(short)).not.toContain('tooshort');
  });
});

describe('the set-up token file', () => {
  it('is written once with mode 0600 and answers the same token until it is removed', async () => {
    const file = createSetupTokenFile({ dataDir, log });
    expect(await file.read()).toBeNull();
    const token = await file.ensure();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await modeOf('setup-token')).toBe(0o600);
    expect(await file.ensure()).toBe(token);
    expect(await file.read()).toBe(token);
    await file.remove();
    await file.remove();
    expect(await file.read()).toBeNull();
    expect(await file.ensure()).not.toBe(token);
  });

  it('is replaced when it is empty, because an empty token must open nothing', async () => {
    await writeFile(join(dataDir, 'setup-token'), '\n', { mode: 0o600 });
    const file = createSetupTokenFile({ dataDir, log });
    expect(await file.read()).toBeNull();
    expect(await file.ensure()).toMatch(/^[\w-]{43}$/);
  });
});
