import type { LiveRoom } from '@longwave/contracts/live';
import type { UserId } from '@longwave/contracts/ids';
import { live } from '../../live/live.ts';
import { describeUploadFailure } from '../../strings/en-upload-failures.ts';
import { browserNetwork } from './browser-network.ts';
import { hashFile } from './hash-file.ts';
import { httpUploadApi } from './http-upload-api.ts';
import { putPart } from './put-part.ts';
import { createUploadEngine, type UploadEngine } from './upload-engine.ts';
import { isProcessing } from './upload-item.ts';
import { createUploadRecords } from './upload-records.ts';

/** How often processing is asked about: with live news only to catch what they miss, without them to stand in. */
const pollEveryMs = { connected: 20_000, alone: 3000 } as const;

/** Web Locks exist in secure contexts only; elsewhere two tabs may send the same parts, which the server takes twice. */
function lock(name: string): Promise<() => void> {
  if (!('locks' in navigator)) return Promise.resolve(() => undefined);
  return new Promise((resolve, reject) => {
    const held = navigator.locks.request(name, () => new Promise<void>((release) => resolve(release)));
    held.catch(reject);
  });
}

function start(ownerId: UserId): UploadEngine {
  const engine = createUploadEngine({
    ownerId,
    api: httpUploadApi,
    putPart,
    hashFile,
    records: createUploadRecords(),
    network: browserNetwork,
    lock,
    describe: describeUploadFailure,
    nowMs: () => performance.now(),
    random: Math.random,
    newId: () => crypto.randomUUID(),
  });
  const room: LiveRoom = `user:${ownerId}`;
  live.subscribe(room, {
    onMessage: (message) => message.name === 'version.progressed' && engine.note(message.data),
    onGap: () => void engine.poll(),
  });
  const watch = () => {
    const busy = engine.store.getState().items.some(isProcessing);
    const waitMs = live.status() === 'connected' ? pollEveryMs.connected : pollEveryMs.alone;
    setTimeout(() => void (busy ? engine.poll().finally(watch) : watch()), waitMs);
  };
  watch();
  void engine.restore();
  return engine;
}

const engines = new Map<UserId, UploadEngine>();

/** The uploads of this account in this tab. They go on while the person looks at other pages. */
export function uploadsOf(ownerId: UserId): UploadEngine {
  const known = engines.get(ownerId);
  if (known) return known;
  const engine = start(ownerId);
  engines.set(ownerId, engine);
  return engine;
}
