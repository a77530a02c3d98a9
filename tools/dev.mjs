/** `npm run dev`: the server restarts when its sources change, the web app is rebuilt when its own do. */
import { spawn } from 'node:child_process';

const children = [
  spawn('npm', ['run', 'dev', '-w', 'apps/web'], { stdio: 'inherit' }),
  spawn(
    'node',
    [
      '--watch-path=apps/server/src',
      '--watch-path=packages/contracts/src',
      '--watch-path=apps/web/dist/server',
      'apps/server/src/main.ts',
      'serve',
    ],
    {
      stdio: 'inherit',
      env: { ...process.env, NODE_ENV: 'development' },
    },
  ),
];
const stop = () => {
  for (const child of children) child.kill('SIGTERM');
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
for (const child of children) child.on('close', stop);
