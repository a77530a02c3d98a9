/**
 * Enforces the module boundaries (rules.mjs), and checks itself first: the planted faults in fixture/ must all be found,
 * and the real tree must have at least `filesAtLeast` files, so a reader that sees nothing cannot pass.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import { boundaryRules } from './rules.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const filesAtLeast = 100;
const expectedFaults = [
  'table-identity',
  'door-only',
  'schema-door',
  'platform-below',
  'root-names-modules',
  'contracts-only-zod',
  'web-not-server',
  'server-not-web',
  'io-in-platform',
  'pure-files',
  'no-runtime-cycle',
  'resolvable',
  'export-star',
  'process-env',
];

async function dependencyFaults(baseDir) {
  const result = await cruise(
    ['apps', 'packages'],
    {
      baseDir,
      ruleSet: { forbidden: boundaryRules() },
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      exclude: { path: '(/dist/|/e2e/|/node_modules/(?!zod))' },
      enhancedResolveOptions: {
        exportsFields: ['exports'],
        conditionNames: ['import', 'types', 'default'],
        extensions: ['.ts', '.tsx', '.mjs', '.js'],
      },
      moduleSystems: ['es6'],
    },
    undefined,
    undefined,
  );
  const { output } = result;
  const files = output.modules
    .filter((module) => /^(apps|packages)\/.*\.(ts|tsx|mjs)$/.test(module.source))
    .map((module) => module.source);
  const faults = output.summary.violations.map((fault) => ({ rule: fault.rule.name, from: fault.from, to: fault.to }));
  return { files, faults };
}

/** Rules about text rather than imports: no `export *`, and the environment is read by config.ts alone. */
function textFaults(baseDir, files) {
  const faults = [];
  for (const file of files) {
    const text = readFileSync(join(baseDir, file), 'utf8');
    if (/^export \*/m.test(text)) faults.push({ rule: 'export-star', from: file, to: 'export *' });
    const isServerSource =
      file.startsWith('apps/server/src/') && !file.endsWith('config.ts') && !/\.(test|fixture)\.ts$/.test(file);
    if (isServerSource && /process\.env\b/.test(text))
      faults.push({ rule: 'process-env', from: file, to: 'process.env' });
  }
  return faults;
}

async function faultsOf(baseDir) {
  const { files, faults } = await dependencyFaults(baseDir);
  return { files, faults: [...faults, ...textFaults(baseDir, files)] };
}

const fixture = await faultsOf(join(here, 'fixture'));
const found = new Set(fixture.faults.map((fault) => fault.rule));
const missed = expectedFaults.filter((rule) => !found.has(rule));
if (missed.length > 0) {
  console.error(`boundaries: the checker misses planted faults: ${missed.join(', ')}`);
  process.exit(1);
}
const real = await faultsOf(root);
if (real.files.length < filesAtLeast) {
  console.error(`boundaries: only ${real.files.length} files were read (at least ${filesAtLeast} expected)`);
  process.exit(1);
}
for (const fault of real.faults) console.error(`boundaries: ${fault.rule}: ${fault.from} → ${fault.to}`);
console.log(
  `boundaries: ${real.files.length} files, ${real.faults.length} faults; self-check found ${expectedFaults.length} of ${expectedFaults.length} planted`,
);
process.exit(real.faults.length > 0 ? 1 : 0);
