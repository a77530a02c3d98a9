import type { SessionId, UserId } from '@longwave/contracts/ids';
import type { Role } from '@longwave/contracts/permissions';

/** Who makes a request. Use cases take it as their second argument. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'user';
      readonly userId: UserId;
      readonly handle: string;
      readonly role: Role;
      /** Null for a bearer token. */
      readonly sessionId: SessionId | null;
      /** Row that stands for the bearer token of this request, so that it can be ended; absent with a cookie. */
      readonly accessTokenSessionId?: SessionId;
    };

export const anonymous: Actor = { kind: 'anonymous' };
/** Role for the permission table; null without an account. */
export function roleOf(actor: Actor): Role | null {
  return actor.kind === 'user' ? actor.role : null;
}
