/** Who may use whom, through the door only (docs/ARCHITECTURE.md explains the order). */
export const mayUse = {
  identity: [],
  media: ['identity'],
  chain: ['identity'],
  moderation: ['identity', 'media'],
  catalog: ['identity', 'media'],
  delivery: ['identity', 'media', 'catalog'],
  social: ['identity', 'catalog'],
  discovery: ['identity', 'catalog', 'social', 'analytics'],
  distribution: ['identity', 'media', 'catalog'],
  ledger: ['identity'],
  royalties: ['identity', 'catalog', 'analytics', 'distribution', 'ledger'],
  payments: ['identity', 'catalog', 'analytics', 'ledger'],
  radio: ['identity', 'media', 'chain', 'social'],
  rounds: ['identity', 'media', 'chain'],
  analytics: ['identity', 'catalog'],
  opensubsonic: ['identity', 'catalog', 'delivery', 'discovery', 'social', 'analytics', 'radio'],
};

/** Node's I/O modules that only platform/ (and the composition's own entry files) may import. */
export const ioModules = [
  'fs',
  'fs/promises',
  'net',
  'http',
  'https',
  'http2',
  'tls',
  'dgram',
  'child_process',
  'cluster',
];
