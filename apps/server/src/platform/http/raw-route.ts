import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorCode } from '@longwave/contracts/errors';
import type { Method } from '@longwave/contracts/route';
import type { Permission } from '@longwave/contracts/permissions';
import type { Actor } from './actor.ts';

/** A route that reads or writes a stream itself: no body parsing, no envelope on success; errors still use the envelope. */
export interface RawRoute {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly permission: Permission;
  readonly errors?: readonly ErrorCode[];
  /** Content type of the success answer, for OpenAPI. */
  readonly produces?: string;
  readonly handle: (input: RawInput) => Promise<void>;
}

export interface RawInput {
  readonly actor: Actor;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly origin: string;
  readonly request: IncomingMessage;
  /** Hijacked response; the handler ends it. */
  readonly response: ServerResponse;
}
