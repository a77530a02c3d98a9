import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { RouteContract } from '@longwave/contracts/route';

/**
 * Checks an answer against its contract, for tests and development: zod costs about 57 % of a list's throughput, so
 * production relies on `present-*.ts` picking fields. An undeclared field is a fault too: it would leak there.
 * Throws a plain Error, which is answered as 500.
 */
export function checkResponse(contract: RouteContract, envelopeText: string): void {
  const shape = {
    ...(contract.response && { data: contract.response }),
    ...(contract.meta && { meta: contract.meta }),
  };
  const sent: unknown = JSON.parse(envelopeText);
  const result = z.strictObject(shape).safeParse(sent);
  if (!result.success) {
    throw new Error(`the answer of ${contract.id} breaks its contract:\n${z.prettifyError(result.error)}`);
  }
  const declared: unknown = JSON.parse(JSON.stringify(result.data));
  if (!isDeepStrictEqual(declared, sent)) {
    throw new Error(`the answer of ${contract.id} has fields that its contract does not declare`);
  }
}
