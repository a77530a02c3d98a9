import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { createBoundedQueue } from './bounded-queue.ts';

/** Cost of scrypt (RFC 7914 §2): N = 2^logN, block size r, parallelism p. Memory is 128·N·r bytes. */
export interface ScryptCost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** 128 MiB and about 0.4 s on one core; the strongest row of OWASP's password storage table. */
export const defaultPasswordCost: ScryptCost = { logN: 17, r: 8, p: 1 };

const saltBytes = 16;
const keyBytes = 32;
/** Bounds of what a stored hash may ask for, so that a damaged row cannot take the machine's memory. */
const costMax: ScryptCost = { logN: 20, r: 16, p: 4 };

export interface Passwords {
  /** Hash with a fresh salt, in PHC string format: `$scrypt$ln=17,r=8,p=1$salt$key`. */
  hash(password: string): Promise<string>;
  /**
   * Compares in constant time. `stored` null (no such account, no password) costs the same and never matches.
   * `outdated` when the hash was made with less than today's cost.
   */
  verify(password: string, stored: string | null): Promise<{ matches: boolean; outdated: boolean }>;
  /** Key derivations since the start, for the metrics. */
  derivations(): number;
}

interface StoredHash {
  readonly cost: ScryptCost;
  readonly salt: Buffer;
  readonly key: Buffer;
}

const phcPattern = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{16,128})\$([A-Za-z0-9+/]{22,128})$/;

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

function encodeHash({ cost, salt, key }: StoredHash): string {
  return `$scrypt$ln=${cost.logN},r=${cost.r},p=${cost.p}$${base64(salt)}$${base64(key)}`;
}

function decodeHash(text: string): StoredHash {
  const [, logN, r, p, salt, key] = phcPattern.exec(text) ?? [];
  if (salt === undefined || key === undefined) throw new Error('a stored password hash is damaged');
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) };
  if (cost.logN < 1 || cost.logN > costMax.logN || cost.r > costMax.r || cost.p > costMax.p)
    throw new Error('a stored password hash asks for a cost out of bounds');
  return { cost, salt: Buffer.from(salt, 'base64'), key: Buffer.from(key, 'base64') };
}

function derive(password: string, { cost, salt, key }: StoredHash): Promise<Buffer> {
  const N = 2 ** cost.logN;
  const options = { N, r: cost.r, p: cost.p, maxmem: 128 * cost.r * (N + cost.p + 2) };
  // NFKC: the same characters typed on another keyboard are the same password (NIST SP 800-63B §3.1.1.2).
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, key.length, options, (error, derived) =>
      error ? reject(error) : resolve(derived),
    );
  });
}

function work({ logN, r, p }: ScryptCost): number {
  return 2 ** logN * r * p;
}

/**
 * Password hashing off the event loop. At most two run at once (256 MiB at the default cost, and half of libuv's four
 * threads stay free for files), 64 wait; beyond that `server.unavailable`.
 */
export function createPasswords(options: { cost?: ScryptCost; waitingMax?: number } = {}): Passwords {
  const cost = options.cost ?? defaultPasswordCost;
  const queue = createBoundedQueue({
    concurrency: Math.min(2, availableParallelism()),
    waitingMax: options.waitingMax ?? 64,
  });
  const nobody: StoredHash = { cost, salt: randomBytes(saltBytes), key: randomBytes(keyBytes) };
  let derivations = 0;
  const run = (password: string, stored: StoredHash) =>
    queue.run(() => {
      derivations += 1;
      return derive(password, stored);
    });
  return {
    async hash(password) {
      const fresh = { cost, salt: randomBytes(saltBytes), key: Buffer.alloc(keyBytes) };
      return encodeHash({ ...fresh, key: await run(password, fresh) });
    },
    async verify(password, stored) {
      const expected = stored === null ? nobody : decodeHash(stored);
      const matches = timingSafeEqual(await run(password, expected), expected.key) && stored !== null;
      return { matches, outdated: work(expected.cost) < work(cost) || expected.key.length < keyBytes };
    },
    derivations: () => derivations,
  };
}
