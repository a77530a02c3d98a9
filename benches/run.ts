/**
 * `npm run bench [name …]`: runs each `*.bench.ts` as a process of its own, prints its table and keeps it in `benches/results/`.
 * A bench states a claim, measures it beside its floor or peer in the same run, and prints medians.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, release, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const asked = process.argv.slice(2);
const names = readdirSync(here)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length))
  .filter((name) => asked.length === 0 || asked.includes(name));

const processors = cpus();
const machine = `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Linux ${release()} ${arch()}, Node ${process.version}`;
console.log(`Machine: ${machine}\n`);
mkdirSync(join(here, 'results'), { recursive: true });

function run(name: string): Promise<number> {
  return new Promise((resolve) => {
    console.log(`── ${name} ──`);
    const child = spawn(process.execPath, [join(here, `${name}.bench.ts`)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => {
      process.stdout.write(chunk);
      chunks.push(chunk);
    });
    child.on('close', (code) => {
      if (code === 0) {
        const date = new Date().toISOString().slice(0, 10);
        writeFileSync(
          join(here, 'results', `${name}.md`),
          `# ${name}\n\n${date}. ${machine}\n\n${Buffer.concat(chunks).toString('utf8')}`,
        );
      }
      resolve(code ?? 1);
    });
  });
}

let failed = 0;
for (const name of names) if ((await run(name)) !== 0) failed += 1;
console.log(`\n${names.length - failed} benches done, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
