export { createIdentity, type Identity, type Person } from './identity.ts';
export type { IdentityDeps, IdentityModuleDeps } from './identity-deps.ts';
export { identityModule } from './module.ts';
export { createPasswords, defaultPasswordCost, type Passwords, type ScryptCost } from './password-hash.ts';
