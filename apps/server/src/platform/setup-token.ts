import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Log } from './log.ts';
import { createPrivateFile, readPrivateFile, removePrivateFile } from './private-file.ts';

/** The one-time token of the first start, in `DATA_DIR/setup-token` (0600) until it is used. */
export interface SetupTokenFile {
  read(): Promise<string | null>;
  /** The token of the file, which is written first when there is none. */
  ensure(): Promise<string>;
  remove(): Promise<void>;
}

/** Token file of a data directory; 256 random bits, base64url. */
export function createSetupTokenFile(deps: { dataDir: string; log: Log }): SetupTokenFile {
  const path = join(deps.dataDir, 'setup-token');
  const read = async (): Promise<string | null> => {
    const content = (await readPrivateFile(path, deps.log))?.trim();
    return content === undefined || content === '' ? null : content;
  };
  return {
    read,
    async ensure() {
      const existing = await read();
      if (existing !== null) return existing;
      // An empty file opens nothing; it makes room for a token.
      await removePrivateFile(path);
      const token = randomBytes(32).toString('base64url');
      if (await createPrivateFile(path, `${token}\n`)) return token;
      const others = await read();
      if (others === null) throw new Error(`${path} cannot be read after it was written`);
      return others;
    },
    remove: () => removePrivateFile(path),
  };
}
