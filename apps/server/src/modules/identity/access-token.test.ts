import { createHmac, generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import type { UserId } from '@longwave/contracts/ids';
import { FakeClock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import type { TokenKey } from '../../platform/secrets.ts';
import { accessTokenLifeS, signAccessToken, verifyAccessToken } from './access-token.ts';

function newKey(kid: string): TokenKey {
  return { kid, createdAt: new Date(), ...generateKeyPairSync('ed25519') };
}

function setUp(keys = [newKey('k1')]) {
  const clock = new FakeClock(new Date('2026-05-01T12:00:00Z'));
  const secrets = { tokenKeys: keys, csrfSecret: new Uint8Array(32), ipHashSecret: new Uint8Array(32) };
  const config = { REGISTRATION: 'open', REGISTRATION_ROLE: 'artist', PUBLIC_URL: null } as const;
  const claims = { userId: newId<UserId>(), jwtId: newId<string>() };
  return { clock, secrets, config, claims };
}
type SetUp = ReturnType<typeof setUp>;

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const refused = expect.objectContaining({ code: 'auth.invalid_token' });

/** A token that is right but for what the test changes. */
function forge(world: SetUp, change: { header?: object; claims?: object; key?: TokenKey } = {}): Promise<string> {
  const issuedAtS = world.clock.now().getTime() / 1000;
  const payload = {
    iss: 'urn:longwave:local',
    aud: 'longwave-api',
    sub: world.claims.userId,
    jti: world.claims.jwtId,
    iat: issuedAtS,
    exp: issuedAtS + 900,
    ...change.claims,
  };
  const key = change.key ?? world.secrets.tokenKeys[0];
  if (!key) throw new Error('no key');
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'EdDSA', kid: 'k1', typ: 'at+jwt', ...change.header })
    .sign(key.privateKey);
}

describe('access tokens', () => {
  it('carry the account and an id, and live 15 minutes', async () => {
    const world = setUp();
    const token = await signAccessToken(world, world.claims);
    expect(await verifyAccessToken(world, token)).toEqual(world.claims);
    expect(await verifyAccessToken(world, await forge(world))).toEqual(world.claims);
    world.clock.advanceMs(accessTokenLifeS * 1000 - 1000);
    expect(await verifyAccessToken(world, token)).toEqual(world.claims);
    world.clock.advanceMs(1000);
    await expect(verifyAccessToken(world, token)).rejects.toEqual(refused);
  });

  it('of the key before the newest still verify after a rotation', async () => {
    const old = newKey('old');
    const before = setUp([old]);
    const token = await signAccessToken(before, before.claims);
    const after = { ...before, secrets: { ...before.secrets, tokenKeys: [newKey('new'), old] } };
    expect(await verifyAccessToken(after, token)).toEqual(before.claims);
  });

  it('are refused with alg "none"', async () => {
    const world = setUp();
    const [, payload] = (await signAccessToken(world, world.claims)).split('.');
    for (const alg of ['none', 'None', 'NONE']) {
      const token = `${part({ alg, kid: 'k1', typ: 'at+jwt' })}.${payload}.`;
      await expect(verifyAccessToken(world, token)).rejects.toEqual(refused);
    }
  });

  it('are refused when signed by HMAC with the public key as secret', async () => {
    const world = setUp();
    const [, payload] = (await signAccessToken(world, world.claims)).split('.');
    const publicPem = world.secrets.tokenKeys[0]?.publicKey.export({ format: 'pem', type: 'spki' }) ?? '';
    const signed = `${part({ alg: 'HS256', kid: 'k1', typ: 'at+jwt' })}.${payload}`;
    const signature = createHmac('sha256', publicPem).update(signed).digest('base64url');
    await expect(verifyAccessToken(world, `${signed}.${signature}`)).rejects.toEqual(refused);
  });

  it('are refused with an unknown or missing kid, and with a known kid over a strange key', async () => {
    const world = setUp();
    for (const forged of [
      forge(world, { header: { kid: 'k2' } }),
      forge(world, { header: { kid: undefined } }),
      forge(world, { header: { kid: '__proto__' } }),
      forge(world, { key: newKey('k1') }),
    ])
      await expect(verifyAccessToken(world, await forged)).rejects.toEqual(refused);
  });

  it('are refused when a key comes along in the header', async () => {
    const world = setUp();
    const own = newKey('k1');
    const jwk = own.publicKey.export({ format: 'jwk' });
    const token = await forge(world, { key: own, header: { jwk, jku: 'https://example.org/keys' } });
    await expect(verifyAccessToken(world, token)).rejects.toEqual(refused);
  });

  it('are refused for another audience, issuer, type, or without an id, account or end', async () => {
    const world = setUp();
    for (const forged of [
      forge(world, { claims: { aud: 'elsewhere' } }),
      forge(world, { claims: { iss: 'https://example.org' } }),
      forge(world, { header: { typ: 'JWT' } }),
      forge(world, { claims: { jti: undefined } }),
      forge(world, { claims: { sub: 'admin' } }),
      forge(world, { claims: { exp: undefined } }),
    ])
      await expect(verifyAccessToken(world, await forged)).rejects.toEqual(refused);
  });

  it('are refused when any part was changed, and so is anything that is no token', async () => {
    const world = setUp();
    const token = await signAccessToken(world, world.claims);
    const [header = '', payload = '', signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const other = part({ ...claims, sub: newId<UserId>() });
    const bad = [
      `${header}.${other}.${signature}`,
      `${header}.${payload}.`,
      `${header}.${payload}`,
      token.slice(0, -4),
      '',
      'x',
      'a.b.c',
      '....',
      'e30.e30.e30',
      'x'.repeat(100_000),
    ];
    for (const each of bad) await expect(verifyAccessToken(world, each)).rejects.toEqual(refused);
  });
});
