import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const compressible = /\.(?:js|css|svg|json)$/;
/** Below this a compressed copy saves less than its own HTTP header costs. */
const minBytes = 512;

/** Writes `.br` and `.gz` beside every text asset, at the highest levels, so that the server never compresses on the fly. */
export function precompress(dir: string): Plugin {
  return {
    name: 'longwave-precompress',
    apply: 'build',
    async writeBundle() {
      const root = join(import.meta.dirname, '..', dir, 'assets');
      for (const name of await readdir(root)) {
        if (!compressible.test(name)) continue;
        const file = join(root, name);
        const bytes = await readFile(file);
        if (bytes.length < minBytes) continue;
        const [br, gz] = await Promise.all([
          promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
          promisify(gzip)(bytes, { level: 9 }),
        ]);
        await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
      }
    },
  };
}
