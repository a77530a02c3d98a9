import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { SigningKey } from './http/signed-url.ts';
import type { Log } from './log.ts';
import { createPrivateFile, readPrivateFile } from './private-file.ts';

/** One Ed25519 key pair for access tokens; `kid` names it in the token's header (RFC 7515 §4.1.4). */
export interface TokenKey {
  readonly kid: string;
  readonly createdAt: Date;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Everything this instance keeps secret. Lists are newest first: the newest signs, all verify, so that a rotation overlaps. */
export interface Secrets {
  /** HMAC keys of signed URLs. */
  readonly signingKeys: readonly SigningKey[];
  readonly tokenKeys: readonly TokenKey[];
  readonly csrfSecret: Uint8Array;
  readonly ipHashSecret: Uint8Array;
}

const keyBytes = 32;
const Secret = z.base64url().refine((text) => Buffer.from(text, 'base64url').length >= keyBytes, {
  error: `at least ${keyBytes} bytes, base64url`,
});
const KeyId = z.string().min(1).max(64);

/** RFC 8037 §2: an Ed25519 private key as JWK. */
const Ed25519Jwk = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: Secret,
  d: Secret,
});

const SecretsFile = z.strictObject({
  urlSigningKeys: z.array(z.strictObject({ id: KeyId, secret: Secret })).min(1),
  tokenKeys: z.array(z.strictObject({ kid: KeyId, createdAt: z.iso.datetime(), jwk: Ed25519Jwk })).min(1),
  csrfSecret: Secret,
  ipHashSecret: Secret,
});
type SecretsFile = z.infer<typeof SecretsFile>;

function newSecret(): string {
  return randomBytes(keyBytes).toString('base64url');
}

function newKeyId(): string {
  return randomBytes(6).toString('hex');
}

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'base64url');
}

function generate(): SecretsFile {
  const jwk = Ed25519Jwk.parse(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }));
  return {
    urlSigningKeys: [{ id: newKeyId(), secret: newSecret() }],
    tokenKeys: [{ kid: newKeyId(), createdAt: new Date().toISOString(), jwk }],
    csrfSecret: newSecret(),
    ipHashSecret: newSecret(),
  };
}

function parse(path: string, content: string): SecretsFile {
  const refuse = (why: string) =>
    new Error(`${path} is not a valid secrets file (${why}). Restore it from a backup; without it all sign-ins end.`);
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    // The parser's own message quotes the text, and the text is secret.
    throw refuse('not JSON');
  }
  const parsed = SecretsFile.safeParse(json);
  if (parsed.success) return parsed.data;
  throw refuse(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
}

function decode(file: SecretsFile): Secrets {
  return {
    signingKeys: file.urlSigningKeys.map(({ id, secret }) => ({ id, secret: bytesOf(secret) })),
    tokenKeys: file.tokenKeys.map(({ kid, createdAt, jwk }) => {
      const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
      return { kid, createdAt: new Date(createdAt), privateKey, publicKey: createPublicKey(privateKey) };
    }),
    csrfSecret: bytesOf(file.csrfSecret),
    ipHashSecret: bytesOf(file.ipHashSecret),
  };
}

/**
 * Secrets of `DATA_DIR/secrets.json` (0600), generated and flushed to disk on the first start.
 * Two processes that start at once end up with the same ones. Throws when the file is damaged, never with its content.
 */
export async function loadSecrets(dataDir: string, log: Log): Promise<Secrets> {
  const path = join(dataDir, 'secrets.json');
  const existing = await readPrivateFile(path, log);
  if (existing !== null) return decode(parse(path, existing));
  const fresh = generate();
  if (await createPrivateFile(path, `${JSON.stringify(fresh, null, 2)}\n`)) return decode(fresh);
  const others = await readPrivateFile(path, log);
  if (others === null) throw new Error(`${path} vanished while it was read`);
  return decode(parse(path, others));
}
