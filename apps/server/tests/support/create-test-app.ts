import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserId } from '@longwave/contracts/ids';
import type { Role } from '@longwave/contracts/permissions';
import { eq } from 'drizzle-orm';
import { createApp, type App } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { users } from '../../src/modules/identity/schema.ts';
import { FakeClock } from '../../src/platform/clock.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { createTestDatabase, createTestLog } from './test-database.ts';

/** Envelope as received; each test says which shape it expects. */
interface Envelope<T> {
  readonly data: T;
  readonly meta?: { readonly nextCursor: string | null };
  readonly error?: { readonly code: string; readonly message: string; readonly details?: Record<string, unknown> };
}
export interface Answer<T> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
  readonly body: Envelope<T>;
  readonly bytes: Buffer;
}

/** A person (or nobody) who talks to the application through its public door. */
export interface Caller {
  readonly userId: UserId | null;
  readonly handle: string;
  readonly accessToken: string | null;
  call<T = unknown>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD',
    path: string,
    sent?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<Answer<T>>;
}

export interface TestApp extends AsyncDisposable {
  readonly app: App;
  readonly db: Database;
  readonly clock: FakeClock;
  readonly dataDir: string;
  /** Everything logged so far. */
  logText(): string;
  readonly anyone: Caller;
  /** The admin who set the instance up. */
  readonly admin: Caller;
  /** A new account with this role, signed in with a bearer token. */
  signUp(handle: string, role?: Role): Promise<Caller>;
  /** A fresh token of an account made by `signUp`; tokens end after 15 minutes of the moved clock. */
  signIn(handle: string): Promise<Caller>;
}

const password = 'quiet-harbour-19';
const cheapPasswords = { logN: 4, r: 8, p: 1 };

function createCaller(app: App, who: { userId: UserId | null; handle: string; accessToken: string | null }): Caller {
  return {
    ...who,
    async call<T>(
      method: Parameters<Caller['call']>[0],
      path: string,
      sent: { body?: unknown; headers?: Record<string, string> } = {},
    ) {
      const isBytes = sent.body instanceof Uint8Array;
      const response = await app.http.inject({
        method,
        url: path,
        headers: {
          ...(who.accessToken !== null && { authorization: `Bearer ${who.accessToken}` }),
          ...(sent.body !== undefined && { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
          ...sent.headers,
        },
        ...(sent.body !== undefined && {
          payload: isBytes ? Buffer.from(sent.body as Uint8Array) : JSON.stringify(sent.body),
        }),
      });
      const isJson = String(response.headers['content-type'] ?? '').startsWith('application/json');
      const body = (
        isJson && response.payload !== '' ? JSON.parse(response.payload) : { data: undefined }
      ) as Envelope<T>;
      return { status: response.statusCode, headers: response.headers, body, bytes: response.rawPayload };
    },
  };
}

async function signIn(app: App, db: Database, account: { handle: string; email: string }): Promise<Caller> {
  const nobody = createCaller(app, { userId: null, handle: '', accessToken: null });
  const answer = await nobody.call<{ accessToken: string }>('POST', '/api/auth/token', {
    body: { email: account.email, password },
  });
  if (answer.status !== 200) throw new Error(`sign-in of ${account.handle}: ${JSON.stringify(answer.body)}`);
  const [row] = await db.read.select({ id: users.id }).from(users).where(eq(users.handle, account.handle));
  return createCaller(app, {
    userId: (row?.id ?? null) as UserId | null,
    handle: account.handle,
    accessToken: answer.body.data.accessToken,
  });
}

/**
 * The whole product on a database and data directory of its own, set up, with a clock that tests move and jobs that run when
 * `app.processAll()` is called. `environment` adds configuration variables.
 */
export async function createTestApp(environment: Record<string, string> = {}): Promise<TestApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'longwave-app-'));
  const db = await createTestDatabase();
  const clock = new FakeClock(new Date('2026-05-01T12:00:00Z'));
  const { log, text } = createTestLog();
  const config = loadConfig({ NODE_ENV: 'test', DATA_DIR: dataDir, PORT: '0', PATH: process.env.PATH, ...environment });
  const app = await createApp(config, { log, clock, db, jobs: 'manual', passwordCost: cheapPasswords });
  await app.start();
  const anyone = createCaller(app, { userId: null, handle: '', accessToken: null });
  const token = await app.ensureSetupToken();
  const account = { handle: 'nina', email: 'nina@example.org' };
  const setUp = await anyone.call('POST', '/api/setup', {
    body: { token, instanceName: 'Night Radio', password, ...account },
  });
  if (setUp.status !== 201) throw new Error(`set-up: ${JSON.stringify(setUp.body)}`);
  const admin = await signIn(app, db, account);
  return {
    app,
    db,
    clock,
    dataDir,
    anyone,
    admin,
    logText: text,
    async signUp(handle, role = 'artist') {
      const email = `${handle}@example.org`;
      const answer = await anyone.call('POST', '/api/auth/register', { body: { handle, email, password } });
      if (answer.status !== 201) throw new Error(`registration of ${handle}: ${JSON.stringify(answer.body)}`);
      await db.tx((tx) => tx.update(users).set({ role }).where(eq(users.handle, handle)));
      return signIn(app, db, { handle, email });
    },
    signIn: (handle) => signIn(app, db, { handle, email: `${handle}@example.org` }),
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
