import { createHash } from 'node:crypto';
import { and, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { httpLimits } from './http-deps.ts';
import { idempotentAnswers } from './schema.ts';

const keptMs = 24 * 3600 * 1000;
/** A first request that has not answered by now died with its process; the key may be used again. */
const deadAfterMs = httpLimits.handlerMs + 10_000;
const keyMaxChars = 200;

export interface KeptAnswer {
  readonly status: number;
  /** The exact text of the body; empty for 204. */
  readonly text: string;
}

/** Text inside JSON: jsonb itself would not keep the order of keys, and a repeat gets the same bytes. */
interface KeptBody {
  readonly text: string;
}

export interface IdempotentRequest {
  readonly caller: string;
  readonly key: string;
  readonly requestHash: string;
}

/** Checks an `Idempotency-Key` header: 1 to 200 visible ASCII characters. Error: `request.invalid`. */
export function readIdempotencyKey(header: string | string[]): string {
  if (typeof header === 'string' && header.length <= keyMaxChars && /^[\x21-\x7e]+$/.test(header)) return header;
  throw new AppError('request.invalid', {
    message: `Idempotency-Key: 1 to ${keyMaxChars} visible ASCII characters.`,
    details: { issues: [{ field: 'Idempotency-Key', rule: 'format', message: `1 to ${keyMaxChars} characters` }] },
  });
}

/** Identity of a request: method, path and validated input. */
export function hashRequest(parts: { method: string; url: string; body: unknown }): string {
  return createHash('sha256')
    .update(`${parts.method} ${parts.url}\n${JSON.stringify(parts.body) ?? ''}`)
    .digest('base64url');
}

export interface IdempotentAnswers {
  /** The kept answer of an equal earlier request, or null when the caller now owns the key. Error: `request.idempotency_conflict`. */
  claim(request: IdempotentRequest): Promise<KeptAnswer | null>;
  keep(request: IdempotentRequest, answer: KeptAnswer): Promise<void>;
  /** Gives the key back after a failure of the server, so that the same request may be tried again. */
  release(request: IdempotentRequest): Promise<void>;
}

type IdempotencyDeps = { db: Pick<Database, 'read' | 'tx'>; clock: Clock };

function rowOf({ caller, key }: IdempotentRequest) {
  return and(eq(idempotentAnswers.caller, caller), eq(idempotentAnswers.key, key));
}

/**
 * Answers of POST requests with an `Idempotency-Key`, kept 24 hours for each caller.
 * The answer is written after the handler's own transaction: a process that dies between the two leaves a key without
 * an answer, which is free again after the time limit of a request.
 */
export function createIdempotentAnswers({ db, clock }: IdempotencyDeps): IdempotentAnswers {
  /** One statement, so that of two equal requests at once exactly one gets the key. */
  const take = (request: IdempotentRequest): Promise<boolean> =>
    db.tx(async (tx) => {
      const nowMs = clock.now().getTime();
      const fresh = { requestHash: request.requestHash, status: null, body: null, createdAt: new Date(nowMs) };
      const taken = await tx
        .insert(idempotentAnswers)
        .values({ caller: request.caller, key: request.key, ...fresh })
        .onConflictDoUpdate({
          target: [idempotentAnswers.caller, idempotentAnswers.key],
          set: fresh,
          setWhere: sql`${lt(idempotentAnswers.createdAt, new Date(nowMs - keptMs))} or (${isNull(idempotentAnswers.status)} and ${lt(idempotentAnswers.createdAt, new Date(nowMs - deadAfterMs))})`,
        })
        .returning({ key: idempotentAnswers.key });
      return taken.length > 0;
    });

  return {
    async claim(request) {
      if (await take(request)) return null;
      const [row] = await db.read.select().from(idempotentAnswers).where(rowOf(request));
      if (row && row.requestHash !== request.requestHash) {
        throw new AppError('request.idempotency_conflict', {
          message: 'This Idempotency-Key was used for a different request.',
        });
      }
      if (!row || row.status === null) {
        throw new AppError('request.idempotency_conflict', {
          message: 'The first request with this Idempotency-Key is still running.',
          retryAfterS: 1,
        });
      }
      return { status: row.status, text: (row.body as KeptBody).text };
    },
    async keep(request, answer) {
      await db.tx(async (tx) => {
        await tx
          .update(idempotentAnswers)
          .set({ status: answer.status, body: { text: answer.text } satisfies KeptBody })
          .where(rowOf(request));
      });
    },
    async release(request) {
      await db.tx(async (tx) => {
        await tx.delete(idempotentAnswers).where(and(rowOf(request), isNull(idempotentAnswers.status)));
      });
    },
  };
}

/** Removes answers older than 24 hours; for the daily trim. */
export async function trimIdempotentAnswers({ db, clock }: IdempotencyDeps): Promise<void> {
  await db.tx(async (tx) => {
    await tx.delete(idempotentAnswers).where(lt(idempotentAnswers.createdAt, new Date(clock.now().getTime() - keptMs)));
  });
}
