/**
 * `GET /api/tracks?limit=50` of an instance with 2,000 published tracks, asked by another process over 16 connections: requests
 * per second and how long one takes, on the embedded database and on PostgreSQL.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { freePort, startServer } from '../apps/server/tests/faults/server-process.ts';
import { systemClock } from '../apps/server/src/platform/clock.ts';
import { openDatabase } from '../apps/server/src/platform/db/open-database.ts';
import { migrateDatabase } from '../apps/server/src/platform/db/migrate.ts';
import { createLog } from '../apps/server/src/platform/log.ts';
import { createBenchDatabase } from './bench-database.ts';

const trackCount = 2_000;
const connections = 16;
const seconds = 10;
/** One visitor may ask 600 times a minute; the load comes from as many addresses as that needs. */
const visitors = 1_000;

const uuid = (kind: number) => `('018f0000-0000-7000-8000-' || lpad(to_hex(n + ${kind}), 12, '0'))::uuid`;
const seed = [
  `insert into users (id, handle, display_name, email, role, status, created_at, updated_at)
   select ${uuid(0)}, 'artist-' || n, 'Artist ' || n, 'artist-' || n || '@example.org', 'artist', 'active', now(), now()
   from generate_series(1, 40) n`,
  `insert into assets (id, owner_id, bucket, key, filename, size_bytes, mime, sha256, created_at)
   select ${uuid(100_000)}, ('018f0000-0000-7000-8000-' || lpad(to_hex(1 + n % 40), 12, '0'))::uuid, 'media',
     'originals/' || n, n || '.wav', 1000, 'audio/wav', md5(n::text) || md5(n::text), now()
   from generate_series(1, ${trackCount}) n`,
  `insert into tracks (id, owner_id, slug, title, visibility, publish_requested_at, published_at, primary_version_id, created_at, updated_at)
   select ${uuid(200_000)}, ('018f0000-0000-7000-8000-' || lpad(to_hex(1 + n % 40), 12, '0'))::uuid, 'song-' || n, 'Song number ' || n,
     'public', now(), now() - n * interval '1 minute', ${uuid(300_000)}, now(), now()
   from generate_series(1, ${trackCount}) n`,
  `insert into track_versions (id, track_id, version_label, original_asset_id, status, duration_ms, loudness_lufs, true_peak_dbtp, sample_rate, channels, created_at)
   select ${uuid(300_000)}, ${uuid(200_000)}, 'v1', ${uuid(100_000)}, 'ready', 200000 + n, -14, -1, 44100, 2, now()
   from generate_series(1, ${trackCount}) n`,
];

async function measure(name: string, databaseUrl?: string): Promise<Record<string, string | number>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'longwave-bench-list-'));
  const log = createLog({ level: 'silent', pretty: false });
  const db = await openDatabase({ databaseUrl, dataDir, log, clock: systemClock });
  await migrateDatabase(db, { log });
  for (const statement of seed) await db.execute(statement);
  await db.execute('vacuum analyze');
  await db[Symbol.asyncDispose]();

  const env = { NODE_ENV: 'production', TRUST_PROXY: 'true', ...(databaseUrl && { DATABASE_URL: databaseUrl }) };
  await using server = await startServer({ dataDir, port: await freePort(), env });
  const requests = Array.from({ length: visitors }, (_, n) => ({
    headers: { 'x-forwarded-for': `10.1.${n >> 8}.${n & 255}` },
  }));
  const load = (duration: number) =>
    autocannon({ url: `${server.url}/api/tracks?limit=50`, connections, duration, requests });
  await load(3);
  const result = await load(seconds);
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers were refused, ${result.errors} failed`);
  await server.stop();
  rmSync(dataDir, { recursive: true });
  return {
    database: name,
    'requests/s': Math.round(result.requests.average),
    'p50, ms': result.latency.p50,
    'p99, ms': result.latency.p99,
    'KB each': Math.round(result.throughput.total / result.requests.total / 1024),
  };
}

const rows = [await measure('PGlite')];
const postgres = await createBenchDatabase();
if (postgres) {
  rows.push(await measure('PostgreSQL', postgres.url));
  await postgres.drop();
} else console.log('PostgreSQL does not answer; its row is left out.');
console.log(`${trackCount} tracks, 50 a page, ${connections} connections, ${seconds} s`);
console.table(rows);
console.log(`Load average of the machine at the end: ${loadavg()[0]?.toFixed(1)}`);
