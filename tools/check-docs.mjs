/**
 * Documentation that can be wrong is checked: every `npm …` and `longwave …` command of the README exists,
 * every configuration variable is in docs/CONFIGURATION.md (generated from the schema), every relative link resolves,
 * every module has its README and every decision record its three parts.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configurationTable } from './configuration-table.mjs';

const faults = [];
const packageJson = JSON.parse(readFileSync('package.json', 'utf8'));
const markdown = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
  ...readdirSync('docs/decisions').map((name) => join('docs/decisions', name)),
];
const moduleFolder = 'apps/server/src/modules';
const modules = readdirSync(moduleFolder);
const { commandNames } = await import('../apps/server/src/cli/command-names.ts');

for (const file of markdown) {
  const text = readFileSync(file, 'utf8');
  for (const [, script] of text.matchAll(/npm (?:run )?([a-z][a-z:]*)\b/g)) {
    const builtIn = ['ci', 'install', 'i', 'exec', 'run', 'script', 'scripts'].includes(script);
    if (!builtIn && !(script in packageJson.scripts)) faults.push(`${file}: there is no npm script "${script}"`);
  }
  for (const [, command] of text.matchAll(/npx longwave ([a-z]+(?: create)?)/g)) {
    if (!commandNames.includes(command)) faults.push(`${file}: there is no command "longwave ${command}"`);
  }
  for (const [, link] of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
    if (!/^[a-z]+:/.test(link) && !existsSync(join(dirname(file), link)))
      faults.push(`${file}: ${link} does not exist`);
  }
}
for (const name of modules) {
  if (!existsSync(join(moduleFolder, name, 'README.md'))) faults.push(`${moduleFolder}/${name} has no README.md`);
}
for (const name of readdirSync('docs/decisions')) {
  const text = readFileSync(join('docs/decisions', name), 'utf8');
  for (const part of ['## Context', '## Options', '## Choice']) {
    if (!text.includes(part)) faults.push(`docs/decisions/${name} has no "${part}"`);
  }
}
const table = configurationTable();
if (!readFileSync('docs/CONFIGURATION.md', 'utf8').includes(table)) {
  faults.push('docs/CONFIGURATION.md is not what `node tools/configuration-table.mjs` writes');
}
for (const fault of faults) console.error(`docs: ${fault}`);
console.log(`docs: ${markdown.length} pages, ${modules.length} modules, ${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);
