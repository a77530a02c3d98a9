/**
 * `npm test`: everything that decides whether main is good, in one run.
 * Stages can be named to run alone: `node tools/test.mjs pglite browser`.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { checkStages } from './check.mjs';
import { runStages } from './stages.mjs';

const reports = '.cache/test-reports';
const postgresUrl = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const redisUrl = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379';
const inCi = process.env.CI === 'true';

function answers(url) {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 2000 });
    const end = (ok) => {
      socket.destroy();
      resolve(ok);
    };
    socket.on('connect', () => end(true));
    socket.on('error', () => end(false));
    socket.on('timeout', () => end(false));
  });
}

/** Tests that start the real process on its embedded database whatever `TEST_DATABASE` says; once is enough. */
const embeddedOnly = ['apps/server/tests/faults/**', 'apps/server/src/cli/**', 'apps/web/**'];

function vitest(name, env, excluded = []) {
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reports}/${name}.json`];
  return { command: 'vitest', args: [...args, ...excluded.map((pattern) => `--exclude=${pattern}`)], env };
}

const stages = {
  check: checkStages,
  pglite: [
    {
      name: 'unit and integration tests on PGlite',
      ...vitest('pglite', { TEST_DATABASE: 'pglite' }),
    },
  ],
  postgres: [
    {
      name: 'the same on PostgreSQL and Redis',
      ...vitest(
        'postgres',
        { TEST_DATABASE: 'postgres', TEST_POSTGRES_URL: postgresUrl, TEST_REDIS_URL: redisUrl },
        embeddedOnly,
      ),
      needs: [
        ['PostgreSQL', postgresUrl],
        ['Redis', redisUrl],
      ],
    },
  ],
  browser: [
    {
      name: 'browser tests in Chromium',
      command: 'playwright',
      args: ['test', '-c', 'apps/web/playwright.config.ts', '--reporter=list,json'],
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: `${reports}/browser.json` },
    },
  ],
  docs: [{ name: 'documentation checks', command: 'node', args: ['tools/check-docs.mjs'] }],
};

function counted() {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const read = (file) => {
    try {
      return JSON.parse(readFileSync(`${reports}/${file}`, 'utf8'));
    } catch (error) {
      if (error.code === 'ENOENT') return null;
      throw error;
    }
  };
  for (const file of ['pglite.json', 'postgres.json']) {
    const report = read(file);
    if (!report) continue;
    sum.passed += report.numPassedTests;
    sum.failed += report.numFailedTests + report.numFailedTestSuites * (report.numFailedTests === 0 ? 1 : 0);
    sum.skipped += report.numPendingTests + report.numTodoTests;
  }
  const browser = read('browser.json');
  if (browser) {
    sum.passed += browser.stats.expected + browser.stats.flaky;
    sum.failed += browser.stats.unexpected;
    sum.skipped += browser.stats.skipped;
  }
  return sum;
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in stages));
if (unknown.length > 0) {
  console.error(`Unknown stage: ${unknown.join(', ')}. Known: ${Object.keys(stages).join(', ')}`);
  process.exit(2);
}
const chosen = (asked.length > 0 ? asked : Object.keys(stages)).flatMap((name) => stages[name]);
const runnable = [];
let missing = 0;
for (const stage of chosen) {
  const absent = [];
  for (const [service, url] of stage.needs ?? []) if (!(await answers(url))) absent.push(service);
  if (absent.length === 0) runnable.push(stage);
  else {
    missing += 1;
    console.log(
      `\n${inCi ? 'ERROR' : '!!! SKIPPED'}: "${stage.name}" needs ${absent.join(' and ')}, which does not answer.`,
    );
  }
}
const results = await runStages(runnable);
const sum = counted();
const failedStages = results.filter((result) => !result.ok).length + (inCi ? missing : 0);
const failed = Math.max(sum.failed, failedStages);
console.log(
  `\nstages: ${results.length} run, ${failedStages} failed${missing ? `, ${missing} without their services` : ''}`,
);
console.log(`${sum.passed} passed, ${failed} failed, ${sum.skipped} skipped`);
process.exit(failed > 0 ? 1 : 0);
