import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlaybackView } from '@longwave/contracts/delivery';
import type { UploadView } from '@longwave/contracts/media';
import { expect, test } from 'vitest';
import { createTestApp, type Caller } from './support/create-test-app.ts';
import { createToneTrack } from './support/upload-file.ts';

/** Passwords of this test; nothing else looks like them. */
const passwords = { right: 'correct-horse-71-battery', wrong: 'wrong-donkey-17-staple' };

/** Signatures and tokens inside a value that was sent or received. */
function signaturesIn(url: string): string[] {
  return [...url.matchAll(/[?&](?:sig|signature|token)=([^&]+)/g)].map((match) => match[1] ?? '');
}

/** Registers, signs in with cookie and token, rightly and wrongly, and answers every secret that went over the wire. */
async function useEveryWayIn(anyone: Caller): Promise<string[]> {
  const account = { handle: 'vera', email: 'vera@example.org' };
  const registered = await anyone.call<{ csrfToken: string }>('POST', '/api/auth/register', {
    body: { ...account, password: passwords.right },
  });
  expect(registered.status).toBe(201);
  const cookie = String([registered.headers['set-cookie'] ?? ''].flat()[0]);
  const session = cookie.slice(cookie.indexOf('=') + 1, cookie.indexOf(';'));
  const { csrfToken } = registered.body.data;
  const sent = { cookie: cookie.slice(0, cookie.indexOf(';')) };
  expect((await anyone.call('GET', '/api/auth/session', { headers: sent })).status).toBe(200);
  const forged = { ...sent, 'x-csrf-token': `${csrfToken}-not`, origin: 'https://evil.example' };
  expect((await anyone.call('POST', '/api/auth/logout', { headers: forged })).status).toBe(403);
  const wrong = { email: account.email, password: passwords.wrong };
  expect((await anyone.call('POST', '/api/auth/login', { body: wrong })).status).toBe(401);
  const broken = { ...account, password: passwords.wrong, surprise: 1 };
  expect((await anyone.call('POST', '/api/auth/register', { body: broken })).status).toBe(400);
  const issued = await anyone.call<{ accessToken: string }>('POST', '/api/auth/token', {
    body: { email: account.email, password: passwords.right },
  });
  const { accessToken } = issued.body.data;
  const headers = { authorization: `Bearer ${accessToken}` };
  expect((await anyone.call('GET', '/api/auth/session', { headers })).status).toBe(200);
  const badToken = `${accessToken.slice(0, -6)}abcdef`;
  expect((await anyone.call('GET', '/api/tracks', { headers: { authorization: `Bearer ${badToken}` } })).status).toBe(
    401,
  );
  expect(
    (
      await anyone.call('POST', '/api/setup', {
        body: { token: 'guessed-set-up-token', instanceName: 'x', ...account, password: passwords.right },
      })
    ).status,
  ).toBeGreaterThanOrEqual(400);
  return [session, csrfToken, accessToken, badToken, 'guessed-set-up-token', passwords.right, passwords.wrong];
}

/** Every secret of `secrets.json`, however deep. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

test('at the level trace no password, token, cookie, signature or key is in the log', async () => {
  await using product = await createTestApp({ LOG_LEVEL: 'trace' });
  const folder = await mkdtemp(join(tmpdir(), 'longwave-secrets-'));
  const secrets = await useEveryWayIn(product.anyone);
  const artist = await product.signUp('arto');
  secrets.push(artist.accessToken ?? '', product.admin.accessToken ?? '');
  const upload = await artist.call<UploadView>('POST', '/api/uploads', { body: { filename: 'a.wav', size: 10 } });
  const partUrl = upload.body.data.parts[0]?.url ?? '';
  const partSecrets = signaturesIn(partUrl);
  expect(partSecrets).not.toEqual([]);
  await artist.call('PUT', partUrl.replace(/^https?:\/\/[^/]+/, ''), { body: Buffer.alloc(3) });
  const track = await createToneTrack(artist, { folder, title: 'Tone', seconds: 2 });
  await artist.call('POST', `/api/tracks/${track.id}/publish`);
  await product.app.processAll();
  const playback = await product.anyone.call<PlaybackView>('GET', `/api/tracks/${track.id}/playback`);
  const { mp3, hls } = playback.body.data;
  const mediaSecrets = [mp3.url, ...hls.map(({ url }) => url)].flatMap(signaturesIn);
  expect(mediaSecrets).not.toEqual([]);
  expect((await product.anyone.call('GET', mp3.url)).status).toBe(200);
  expect((await product.anyone.call('GET', `${mp3.url.slice(0, -4)}aaaa`)).status).toBe(403);
  secrets.push(...partSecrets, ...mediaSecrets);
  const kept = JSON.parse(await readFile(join(product.dataDir, 'secrets.json'), 'utf8')) as unknown;
  secrets.push(...stringsIn(kept).filter((text) => text.length >= 20));

  const log = product.logText();
  expect(log.length).toBeGreaterThan(1000);
  expect(secrets.length).toBeGreaterThan(12);
  for (const secret of secrets) expect(secret.length, secret).toBeGreaterThanOrEqual(10);
  expect(secrets.filter((secret) => log.includes(secret) || log.includes(encodeURIComponent(secret)))).toEqual([]);
  await rm(folder, { recursive: true });
});
