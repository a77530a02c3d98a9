/** `npm run dev`: the web app is built again when its sources change, and the server starts again with new sources or a new build. */
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';

const settleMs = 150;
let building = null;
let again = false;
let timer = null;

function build() {
  if (building) {
    again = true;
    return;
  }
  building = spawn('npm', ['run', 'build', '-w', 'apps/web', '--silent'], { stdio: ['ignore', 'ignore', 'inherit'] });
  building.on('close', (code) => {
    building = null;
    console.log(code === 0 ? 'web app built; reload the page' : 'web app not built');
    if (again) {
      again = false;
      build();
    }
  });
}

for (const folder of ['apps/web/src', 'packages/contracts/src']) {
  watch(folder, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(build, settleMs);
  });
}

const watched = ['apps/server/src', 'packages/contracts/src', 'apps/web/dist/server'];
const server = spawn('node', [...watched.map((path) => `--watch-path=${path}`), 'apps/server/src/main.ts', 'serve'], {
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'development' },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.on('close', (code) => process.exit(code ?? 0));
