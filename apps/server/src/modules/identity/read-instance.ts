import type { InstanceView } from '@longwave/contracts/identity';
import type { IdentityModuleDeps } from './identity-deps.ts';
import { instance } from './schema.ts';

/** Name and state of this instance; before the set-up it carries the product's name. */
export async function readInstance(
  deps: Pick<IdentityModuleDeps, 'db' | 'config' | 'version' | 'countPublishedTracks'>,
): Promise<InstanceView> {
  const [row] = await deps.db.read.select().from(instance);
  return {
    name: row?.name ?? 'Longwave',
    setUp: row !== undefined,
    registration: deps.config.REGISTRATION,
    version: deps.version,
    database: deps.db.kind,
    trackCount: await deps.countPublishedTracks(),
  };
}
