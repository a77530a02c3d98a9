import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../log.ts';
import { createFsObjectStore } from './fs-object-store.ts';
import { objectStoreContract } from './object-store.contract.ts';

objectStoreContract('file system', async () => {
  const rootDir = await mkdtemp(join(tmpdir(), 'longwave-store-'));
  const store = await createFsObjectStore({ rootDir, log: createLog({ level: 'silent', pretty: false }) });
  return { store, dispose: () => rm(rootDir, { recursive: true, force: true }) };
});
