import { isSetUp } from './account-rows.ts';
import type { IdentityDeps } from './identity-deps.ts';
import { removeSetupToken } from './set-up-instance.ts';

/** The one-time token of an instance that is not set up, written on first need; null, and no file, once it is. */
export async function ensureSetupToken(deps: Pick<IdentityDeps, 'db' | 'log' | 'setupToken'>): Promise<string | null> {
  if (!(await isSetUp(deps.db.read))) return deps.setupToken.ensure();
  await removeSetupToken(deps);
  return null;
}
