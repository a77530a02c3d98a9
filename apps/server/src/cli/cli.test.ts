import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrackView } from '@longwave/contracts/catalog';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHttpClient, makeWav } from '../../tests/faults/http-client.ts';
import { freePort, startServer, type ServerProcess } from '../../tests/faults/server-process.ts';
import { makeTone } from '../../tests/support/upload-file.ts';
import { jsonLines, longwave } from './command.fixture.ts';

const limit = { timeout: 180_000 };
const password = 'quiet-harbour-19';
let folder: string;
let dataDir: string;
let music: string;
const env = () => ({ DATA_DIR: dataDir, PORT: '0' });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longwave-cli-'));
  dataDir = join(folder, 'data');
  music = join(folder, 'music');
  await mkdir(join(music, 'Album'), { recursive: true });
  await makeTone(join(music, 'Album', '01 - first.flac'), { seconds: 2, hertz: 330, tags: { title: 'First Light' } });
  await makeTone(join(music, 'Album', '02 - Second_Song.mp3'), { seconds: 2, hertz: 350 });
  await writeFile(join(music, 'bad.mp3'), 'this is a text, not music\n'.repeat(500));
  await writeFile(join(music, 'cover.txt'), 'not audio by its name');
});
afterAll(() => rm(folder, { recursive: true }));

describe('without a server', () => {
  test('migrate makes the database and the second time finds nothing to do', limit, async () => {
    const first = await longwave(['migrate'], { env: env() });
    expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Applied: 0000_/) });
    const second = await longwave(['migrate'], { env: env() });
    expect(second).toMatchObject({ code: 0, stdout: 'The database is up to date.\n' });
  });

  test('import before there is an admin says what to type', limit, async () => {
    const end = await longwave(['import', music], { env: env() });
    expect(end).toMatchObject({ code: 1, stderr: 'there is no admin yet: run "longwave admin create"\n' });
  });

  test('admin create reads the password from standard input and refuses what is no account', limit, async () => {
    const args = ['admin', 'create', '--handle', 'nina', '--email', 'nina@example.org'];
    const wrong = await longwave([...args.slice(0, 4), '--email', 'nobody'], { env: env(), stdin: `${password}\n` });
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(/email/i);
    const none = await longwave(args, { env: env() });
    expect(none).toMatchObject({ code: 1, stderr: 'no password was given: use --password or standard input\n' });
    const made = await longwave(args, { env: env(), stdin: `${password}\n` });
    expect(made).toMatchObject({ code: 0, stdout: 'nina is a new admin.\n', stderr: '' });
    const again = await longwave(args, { env: env(), stdin: `${password}\n` });
    expect(again).toMatchObject({ code: 0, stdout: 'nina is now an admin.\n' });
  });

  test('import takes a tagged tree, reports the bad file with its reason, and skips what it knows', limit, async () => {
    const first = await longwave(['import', music], { env: env() });
    expect(first).toMatchObject({ code: 3, stderr: expect.not.stringContaining('Error') });
    expect(first.stdout).toContain('2 imported, 0 known already, 1 failed\n  bad.mp3: ');
    expect(first.stdout).toMatch(/100 % \(3\/3\)/);
    const second = await longwave(['import', join(music, 'Album')], { env: env() });
    expect(second).toMatchObject({ code: 0 });
    expect(second.stdout).toContain('0 imported, 2 known already, 0 failed');
  });

  test('import --json answers one JSON value per line, the summary last', limit, async () => {
    const end = await longwave(['import', music, '--json'], { env: env() });
    const lines = jsonLines(end.stdout);
    expect(lines.at(-1)).toMatchObject({
      imported: 0,
      known: 2,
      failures: [{ file: 'bad.mp3', reason: expect.stringMatching(/^Archives, playlists and documents/) }],
    });
    expect(lines.slice(0, -1).every((line) => typeof line === 'object' && line !== null && 'progress' in line)).toBe(
      true,
    );
    expect(end.code).toBe(3);
  });

  test('import of a folder that is not there fails with a sentence', limit, async () => {
    const end = await longwave(['import', join(folder, 'nowhere')], { env: env() });
    expect(end.code).toBe(1);
    expect(end.stderr).toContain('nowhere');
  });

  test(
    'doctor is content with a whole machine, and says the problem of a broken one with exit code 1',
    limit,
    async () => {
      const healthy = await longwave(['doctor', '--json'], { env: env() });
      const [findings] = jsonLines(healthy.stdout) as { what: string; state: string }[][];
      expect(findings?.map(({ what }) => what)).toEqual(
        expect.arrayContaining([
          'node',
          'ffmpeg',
          'database',
          'migrations',
          'storage',
          'disk',
          'clock',
          'secrets',
          'jobs',
        ]),
      );
      expect(findings?.filter(({ state }) => state === 'problem')).toEqual([]);
      expect(healthy.code).toBe(0);
      const noFfmpeg = { FFMPEG_PATH: '/nonexistent/ffmpeg', FFPROBE_PATH: '/nonexistent/ffprobe' };
      const broken = await longwave(['doctor'], { env: { ...env(), ...noFfmpeg } });
      expect(broken.stdout).toMatch(/^PROBLEM ffmpeg: not found; .* Type: /m);
      expect(broken.stdout).toMatch(/^ok {6}database: embedded/m);
      expect(broken.code).toBe(1);
    },
  );

  test(
    'a secret file that others can read is closed at the start, with a warning on standard error',
    limit,
    async () => {
      await chmod(join(dataDir, 'secrets.json'), 0o644);
      const end = await longwave(['doctor'], { env: env() });
      expect(end.stdout).toMatch(/^ok {6}secrets/m);
      expect(end.stderr).toContain('now it is 0600');
    },
  );
});

describe('while a server runs', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await startServer({ dataDir, port: await freePort() });
  }, 180_000);
  afterAll(() => server.stop());

  test('import runs inside the server and its tracks are public there', limit, async () => {
    await writeFile(join(music, 'third.wav'), makeWav({ seconds: 2, seed: 12 }));
    const end = await longwave(['import', music, '--owner', 'nina'], { env: env() });
    expect(end.stdout).toContain('1 imported, 2 known already, 1 failed');
    expect(end.code).toBe(3);
    const { data } = await createHttpClient(server.url, null).call<TrackView[]>('GET', '/api/tracks');
    expect(data.map(({ title }) => title).toSorted()).toEqual(['First Light', 'Second Song', 'third']);
  });

  test('import for an account that is not there fails with a sentence', limit, async () => {
    const end = await longwave(['import', music, '--owner', 'nobody'], { env: env() });
    expect(end).toMatchObject({ code: 1, stderr: 'there is no account "nobody"\n' });
  });

  test('admin create and doctor ask the running server', limit, async () => {
    const args = ['admin', 'create', '--handle', 'omar', '--email', 'omar@example.org', '--password', password];
    expect(await longwave(args, { env: env() })).toMatchObject({ code: 0, stdout: 'omar is a new admin.\n' });
    const doctor = await longwave(['doctor'], { env: env() });
    expect(doctor).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ok {6}migrations: none pending$/m) });
  });

  test('doctor finds a secret file that was opened to others since the start', limit, async () => {
    await chmod(join(dataDir, 'secrets.json'), 0o644);
    const end = await longwave(['doctor'], { env: env() });
    await chmod(join(dataDir, 'secrets.json'), 0o600);
    expect(end).toMatchObject({ code: 1, stdout: expect.stringMatching(/^PROBLEM secrets: .*chmod 600/m) });
  });

  test('migrate is refused with a sentence that names the server', limit, async () => {
    const end = await longwave(['migrate'], { env: env() });
    expect(end.code).toBe(1);
    expect(end.stderr).toMatch(/is in use by process \d+ .*serving http:\/\/localhost/);
  });
});

describe('the command line', () => {
  test('an unknown command or option ends with exit code 2 and help on standard error', limit, async () => {
    for (const args of [['sing'], ['import'], ['doctor', '--colour'], ['admin', 'create', '--handle', 'x']]) {
      const end = await longwave(args, { env: env() });
      expect({ args, code: end.code, stdout: end.stdout }).toEqual({ args, code: 2, stdout: '' });
      expect(end.stderr, args.join(' ')).toMatch(/^error: /);
    }
  });

  test('--help names every command', limit, async () => {
    const { code, stdout } = await longwave(['--help'], { env: env() });
    expect(code).toBe(0);
    for (const name of ['serve', 'migrate', 'doctor', 'admin', 'import'])
      expect(stdout).toMatch(new RegExp(`^  ${name}`, 'm'));
  });

  test('a wrong configuration ends with a sentence for each variable and starts nothing', limit, async () => {
    const wrong = { PORT: 'many', DATABASE_URL: 'mysql://there', MEDIA_CONCURRENCY: '0' };
    const end = await longwave(['serve'], { env: { ...env(), ...wrong, DATA_DIR: join(folder, 'unused') } });
    expect(end.code).toBe(1);
    expect(end.stderr).toMatch(/^The configuration is wrong:\n/);
    for (const name of Object.keys(wrong)) expect(end.stderr).toMatch(new RegExp(`^  ${name}=`, 'm'));
    await expect(readFile(join(folder, 'unused', 'lock'))).rejects.toThrow('ENOENT');
  });
});
