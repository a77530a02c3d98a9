/**
 * Makes a bare machine ready: dependencies, Node 24, ffmpeg, the web build, and (for tests) Chromium.
 * Runs before anything is installed, so it uses Node's built-ins alone and the syntax of Node 18.
 * Usage: node tools/setup.mjs <start|test|check|bench|dev>
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const profile = process.argv[2] ?? 'start';
const stamps = join(root, 'node_modules', '.longwave');
const binFolder = join(root, 'node_modules', '.bin');
const environment = {
  ...process.env,
  PATH: `${binFolder}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
};

function readStamp(name) {
  const path = join(stamps, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function writeStamp(name, value) {
  mkdirSync(stamps, { recursive: true });
  writeFileSync(join(stamps, name), value);
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules' && entry.name !== 'dist' && entry.name !== 'e2e')
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)]))
    .sort();
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

/** Runs a command; its output is shown only when it fails. On a terminal a line counts the seconds. */
function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const output = [];
    const began = Date.now();
    const ticker = process.stdout.isTTY
      ? setInterval(() => process.stdout.write(`\r\x1b[2K  … ${((Date.now() - began) / 1000).toFixed(0)} s`), 250)
      : null;
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    const end = () => {
      if (ticker) {
        clearInterval(ticker);
        process.stdout.write('\r\x1b[2K');
      }
    };
    child.on('error', (error) => {
      end();
      reject(error);
    });
    child.on('close', (code) => {
      end();
      if (code === 0) resolve();
      else
        reject(
          new Error(
            `${command} ${args.join(' ')} ended with ${code}\n${Buffer.concat(output).toString('utf8').slice(-4000)}`,
          ),
        );
    });
  });
}

function npm(args) {
  const cli = process.env.npm_execpath;
  return cli && cli.endsWith('.js') ? run(process.execPath, [cli, ...args]) : run('npm', args);
}

function has(command) {
  const found = spawnSync(command, ['-version'], { stdio: 'ignore' });
  return !found.error;
}

const isRoot = typeof process.getuid === 'function' && process.getuid() === 0;
const hasApt = existsSync('/usr/bin/apt-get');

let aptIsFresh = false;
async function apt(packageName) {
  const quiet = { env: { ...environment, DEBIAN_FRONTEND: 'noninteractive' } };
  if (!aptIsFresh) await run('apt-get', ['update', '-qq'], quiet);
  aptIsFresh = true;
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', packageName], quiet);
}

function installCommand(packageName) {
  if (process.platform === 'darwin') return `brew install ${packageName}`;
  if (hasApt) return `sudo apt-get install -y ${packageName}`;
  if (existsSync('/usr/bin/dnf')) return `sudo dnf install -y ${packageName}`;
  return `install ${packageName} with your system's package manager`;
}

/** A system program: by apt when root on Debian or Ubuntu, else the one command to type; only `required` ones stop the set-up. */
function systemProgram({ name, packageName, present, required }) {
  return {
    name,
    done: present,
    async run() {
      if (isRoot && hasApt) return apt(packageName);
      const sentence = `${name} is missing. Type: ${installCommand(packageName)}`;
      if (required) throw new Error(sentence);
      console.warn(`  ${sentence}`);
    },
  };
}

const lockHash = hashOf([join(root, 'package-lock.json')]);
const webSources = () => [
  ...filesBelow(join(root, 'apps', 'web')),
  ...filesBelow(join(root, 'packages', 'contracts')),
  join(root, 'package-lock.json'),
];

const steps = {
  dependencies: {
    name: 'dependencies (npm ci)',
    done: () => existsSync(binFolder) && readStamp('dependencies') === lockHash,
    async run() {
      await npm(['ci', '--no-audit', '--no-fund']);
      writeStamp('dependencies', lockHash);
    },
  },
  node: {
    name: 'Node 24',
    done() {
      const found = spawnSync('node', ['--version'], { env: environment, encoding: 'utf8' });
      return Number(/^v(\d+)/.exec(found.stdout ?? '')?.[1] ?? 0) >= 24;
    },
    async run() {
      throw new Error(
        `There is no packaged Node 24 for ${process.platform}-${process.arch}. Install Node 24 or newer and start again.`,
      );
    },
  },
  ffmpeg: systemProgram({
    name: 'ffmpeg',
    packageName: 'ffmpeg',
    present: () => has(process.env.FFMPEG_PATH || 'ffmpeg'),
    required: false,
  }),
  web: {
    name: 'web app (build)',
    done: () =>
      existsSync(join(root, 'apps/web/dist/server/entry-server.js')) && readStamp('web') === hashOf(webSources()),
    async run() {
      const before = hashOf(webSources());
      rmSync(join(root, 'apps/web/dist'), { recursive: true, force: true });
      await npm(['run', 'build', '-w', 'apps/web']);
      writeStamp('web', before);
    },
  },
  chromium: systemProgram({
    name: 'Chromium',
    packageName: 'chromium',
    present: () => existsSync(process.env.CHROMIUM_PATH || '/usr/bin/chromium'),
    required: true,
  }),
  nginx: systemProgram({
    name: 'nginx (for comparison)',
    packageName: 'nginx-light',
    present: () => existsSync('/usr/sbin/nginx'),
    required: false,
  }),
};

steps.wrk = systemProgram({
  name: 'wrk (load)',
  packageName: 'wrk',
  present: () => existsSync('/usr/bin/wrk'),
  required: false,
});

const profiles = {
  start: ['dependencies', 'node', 'ffmpeg', 'web'],
  dev: ['dependencies', 'node', 'ffmpeg', 'web'],
  check: ['dependencies', 'node'],
  test: ['dependencies', 'node', 'ffmpeg', 'chromium', 'web'],
  bench: ['dependencies', 'node', 'ffmpeg', 'nginx', 'wrk', 'web'],
};

const chosen = profiles[profile];
if (!chosen) {
  console.error(`Unknown profile "${profile}". Known: ${Object.keys(profiles).join(', ')}`);
  process.exit(2);
}
/** Each step is looked at when its turn comes: the ones before it may have brought what it checks. */
for (const [index, key] of chosen.entries()) {
  const step = steps[key];
  if (step.done()) continue;
  const place = `[${index + 1}/${chosen.length}]`;
  const began = Date.now();
  console.log(`${place} ${step.name} …`);
  try {
    await step.run();
  } catch (error) {
    console.error(`\n${step.name} could not be set up:\n${error.message}`);
    process.exit(1);
  }
  console.log(`${place} ${step.name} done in ${((Date.now() - began) / 1000).toFixed(1)} s`);
}
