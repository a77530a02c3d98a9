/** `npm run check`: format, lint, types, boundaries, sizes. */
import { runStages } from './stages.mjs';

export const checkStages = [
  { name: 'format (prettier)', command: 'prettier', args: ['--check', '--cache', '--log-level', 'warn', '.'] },
  { name: 'lint (oxlint)', command: 'oxlint', args: ['--deny-warnings'] },
  { name: 'types: server and contracts (tsc)', command: 'tsc', args: ['-p', 'apps/server'] },
  { name: 'types: web (tsc)', command: 'tsc', args: ['-p', 'apps/web'] },
  { name: 'boundaries', command: 'node', args: ['tools/boundaries/check-boundaries.mjs'] },
  { name: 'size budget', command: 'node', args: ['tools/check-sizes.mjs'] },
];

if (process.argv[1]?.endsWith('check.mjs')) {
  const results = await runStages(checkStages);
  process.exit(results.every((result) => result.ok) ? 0 : 1);
}
