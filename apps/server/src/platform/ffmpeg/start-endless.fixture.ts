import { createLog } from '../log.ts';
import { createFfmpeg } from './create-ffmpeg.ts';
import { detectFfmpeg } from './detect-ffmpeg.ts';

/** Child process of ffmpeg.test.ts: starts an endless ffmpeg titled as told and waits to be killed. */
const [cwd = '/', title = ''] = process.argv.slice(2);
const abilities = await detectFfmpeg();
const limits = {
  wallMs: 60_000,
  cpuS: 60,
  addressSpaceBytes: 4 * 1024 ** 3,
  fileSizeBytes: 1024 ** 2,
  openFiles: 64,
};
await createFfmpeg({ abilities, log: createLog({ level: 'silent', pretty: false }) }).start({
  program: 'ffmpeg',
  args: [
    '-nostdin',
    '-v',
    'error',
    '-re',
    '-f',
    'lavfi',
    '-i',
    'sine=r=8000',
    '-metadata',
    `title=${title}`,
    '-f',
    'null',
    '-',
  ],
  cwd,
  limits,
  readablePaths: [],
  writablePaths: [cwd],
}).done;
