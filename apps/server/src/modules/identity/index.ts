export { createIdentity, type Identity, type Person } from './identity.ts';
export { identityModule } from './module.ts';
