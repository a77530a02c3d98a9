import { AppError } from '../../platform/errors.ts';
import type { RateLimits } from '../../platform/limits.ts';
import { networkOf } from '../../platform/http/rate-limit.ts';
import { hashSecret } from './session-secret.ts';

/**
 * 10 failed sign-ins in 15 minutes; whoever goes on waits longer, an hour at most: a shared address must not be shut out
 * for a day by one guest.
 */
const loginRungs = [
  { budget: 10, windowS: 15 * 60 },
  { budget: 20, windowS: 30 * 60 },
  { budget: 40, windowS: 60 * 60 },
] as const;
const registrations = { budget: 5, windowS: 60 * 60 } as const;
/** Tries that end in "taken" count apart, so that choosing a free handle does not use up the registrations. */
const registrationTries = { budget: 30, windowS: 60 * 60 } as const;

/** An admitted try to sign in. */
export interface LoginTry {
  /** To be called when the password was right: only failures count. */
  succeeded(): Promise<void>;
}

function refuse(message: string, retryAfterS: number): never {
  const waitS = Math.max(1, Math.ceil(retryAfterS));
  throw new AppError('request.rate_limited', { message, details: { retryAfterS: waitS }, retryAfterS: waitS });
}

function refuseLogin(resetInS: number): never {
  return refuse('Too many failed sign-ins. Wait before the next try.', resetInS);
}

/**
 * Counts a try before the password is looked at, so that parallel guesses cannot slip through, by address and by account;
 * over the budget: `request.rate_limited` with `Retry-After`. Refused tries make an address wait longer, but not the account:
 * hammering from one address does not lengthen the wait of the owner.
 */
export async function takeLoginTry(limits: RateLimits, input: { email: string; ip: string }): Promise<LoginTry> {
  const byIp = `login:ip:${networkOf(input.ip)}`;
  const byAccount = `login:account:${hashSecret(input.email)}`;
  const verdicts = await Promise.all(loginRungs.map((rung) => limits.consume(`${byIp}:${rung.windowS}`, rung)));
  const blocking = verdicts.filter((verdict) => !verdict.allowed).map((verdict) => verdict.resetInS);
  if (blocking.length > 0) refuseLogin(Math.max(...blocking));
  for (const rung of loginRungs) {
    const verdict = await limits.consume(`${byAccount}:${rung.windowS}`, rung);
    if (!verdict.allowed) refuseLogin(verdict.resetInS);
  }
  return {
    async succeeded() {
      await Promise.all(
        loginRungs.flatMap((rung) => [
          limits.consume(`${byIp}:${rung.windowS}`, { ...rung, cost: -1 }),
          limits.reset(`${byAccount}:${rung.windowS}`, rung),
        ]),
      );
    },
  };
}

/** Counts a look at whether a handle or e-mail is free; 30 per hour and address. */
export async function takeRegistrationTry(limits: RateLimits, ip: string): Promise<void> {
  const verdict = await limits.consume(`register-try:${networkOf(ip)}`, registrationTries);
  if (!verdict.allowed) refuse('Too many tries to register from this address.', verdict.resetInS);
}

/** Counts a registration; 5 per hour and address. */
export async function takeRegistration(limits: RateLimits, ip: string): Promise<void> {
  const verdict = await limits.consume(`register:${networkOf(ip)}`, registrations);
  if (!verdict.allowed) refuse('Too many accounts were made from this address in the last hour.', verdict.resetInS);
}
