import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { loadConfigFromEnvironment } from '../config.ts';
import { createApp } from '../app.ts';
import { callControlSocket } from '../platform/control/control-socket.ts';
import { createLog } from '../platform/log.ts';
import { controlHandler } from './operator-commands.ts';

/** Name of the operator's socket inside the data directory. */
export const controlSocketName = 'control.sock';

export function absolutePath(path: string): string {
  return resolve(path);
}

/** One line from standard input, for a password; the prompt goes to standard error. */
export async function readPassword(stream: NodeJS.WriteStream): Promise<string> {
  if (process.stdin.isTTY) stream.write('Password: ');
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) return line.trim();
  throw new Error('no password was given: use --password or standard input');
}

/** Logs go to standard error: standard output is the command's answer, which programs may read line by line. */
function quietConfig() {
  const config = loadConfigFromEnvironment();
  const level = config.LOG_LEVEL === 'info' ? 'warn' : config.LOG_LEVEL;
  return { config, log: createLog({ level, pretty: false, destination: process.stderr }) };
}

/**
 * Runs an operator command inside the server of this data directory when there is one, else in an application of its own
 * (workers running, no port opened).
 */
export async function runCommand(
  command: { name: string; input: unknown },
  onProgress: (data: unknown) => void,
): Promise<unknown> {
  const { config, log } = quietConfig();
  const remote = await callControlSocket(join(config.DATA_DIR, controlSocketName), command, onProgress);
  if (remote) return remote.data;
  await using app = await createApp(config, { log });
  await app.start();
  // Awaited here: the application is closed as soon as this function returns.
  return await controlHandler(app.commands)(command.name, command.input, onProgress);
}

/** Opens the database, applies what is pending, closes it. Answers the names of the applied migrations. */
export async function migrateOnly(): Promise<readonly string[]> {
  const { config, log } = quietConfig();
  await using app = await createApp(config, { log });
  return app.appliedMigrations;
}
