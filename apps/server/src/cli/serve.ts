import { once } from 'node:events';
import { join } from 'node:path';
import { loadConfigFromEnvironment } from '../config.ts';
import { createApp } from '../app.ts';
import { openControlSocket } from '../platform/control/control-socket.ts';
import { createLog } from '../platform/log.ts';
import { controlHandler } from './operator-commands.ts';
import { controlSocketName } from './with-app.ts';

/** Hard limit of an orderly stop; what is not finished by then is picked up at the next start. */
const stopWithinMs = 10_000;

/** `longwave serve`: starts, prints the address and the one-time set-up link, and runs until SIGINT or SIGTERM. */
export async function serve(streams: { out: NodeJS.WriteStream }): Promise<void> {
  const config = loadConfigFromEnvironment();
  const log = createLog({ level: config.LOG_LEVEL, pretty: streams.out.isTTY });
  const app = await createApp(config, { log });
  const control = await openControlSocket({
    path: join(config.DATA_DIR, controlSocketName),
    handler: controlHandler(app.commands),
    log,
  });
  await app.start();
  const { url } = await app.listen();
  const setupToken = await app.ensureSetupToken();
  streams.out.write(`Longwave is ready at ${url} (${Math.round(performance.now())} ms after the process began)\n`);
  if (setupToken !== null) streams.out.write(`Set it up here, once: ${url}/setup?token=${setupToken}\n`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  log.info('stopping');
  const deadline = setTimeout(() => {
    log.error(`not stopped after ${stopWithinMs} ms; ending anyway`);
    process.exit(1);
  }, stopWithinMs);
  deadline.unref();
  await control[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
  log.info('stopped');
}
