/** Server under measurement for `segments.bench.ts`: the real HTTP server with the delivery module's media route. */
import { createHttpServer } from '../apps/server/src/platform/http/http-server.ts';
import { createSignedUrls } from '../apps/server/src/platform/http/signed-url.ts';
import { anonymous } from '../apps/server/src/platform/http/actor.ts';
import { createMemoryRateLimits } from '../apps/server/src/platform/limits/memory-rate-limits.ts';
import { createLog } from '../apps/server/src/platform/log.ts';
import { createMetrics } from '../apps/server/src/platform/metrics.ts';
import { systemClock } from '../apps/server/src/platform/clock.ts';
import { createFileReader } from '../apps/server/src/platform/storage/file-reader.ts';
import { createMediaGrants } from '../apps/server/src/modules/delivery/media-grants.ts';
import { createServeMedia } from '../apps/server/src/modules/delivery/serve-media.ts';

const [rootDir = '', cacheBytes = '0', secret = ''] = process.argv.slice(2);
const clock = systemClock;
const log = createLog({ level: 'info', pretty: false, destination: { write: () => undefined } });
const signed = createSignedUrls({ keys: [{ id: 'bench', secret: Buffer.from(secret, 'hex') }], clock });
const media = {
  clock,
  files: createFileReader({ rootDir, cacheBytes: Number(cacheBytes) }),
  grants: createMediaGrants({ signed, clock }),
};
const serveMedia = createServeMedia({ ...media, ensureGeneratedCover: async () => null });
const refuse = async () => {
  throw new Error('delivery asks no database');
};
const http = await createHttpServer({
  authenticate: async () => anonymous,
  csrfTokenOf: (token) => token,
  config: { PORT: 0, PUBLIC_URL: null, NODE_ENV: 'production', TRUST_PROXY: false, CORS_ORIGINS: [] },
  clock,
  log,
  db: { read: {} as never, tx: refuse },
  limits: createMemoryRateLimits({ clock }),
  metrics: createMetrics({ log, processMetrics: false }),
  modules: [
    {
      routes: [],
      rawRoutes: [
        {
          id: 'readMedia',
          method: 'GET',
          path: '/media/*',
          tag: 'media',
          summary: 'Media',
          permission: 'media.read',
          handle: serveMedia,
        },
      ],
    },
  ],
  readiness: [],
});
const { port } = await http.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${port}\n`);
