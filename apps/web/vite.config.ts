import { existsSync, readFileSync } from 'node:fs';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { firstLoadBudget } from './build/first-load-budget.ts';
import { precompress } from './build/precompress.ts';

const clientDir = 'dist/client';
const manifestPath = `${clientDir}/.vite/manifest.json`;

/**
 * Two builds into one folder: `vite build` (browser: hashed assets, manifest, .br/.gz siblings), then `vite build --ssr`
 * (one self-contained file that the HTTP server imports; it carries the browser build's manifest, so it comes second).
 */
export default defineConfig(({ isSsrBuild }) => ({
  root: import.meta.dirname,
  plugins: [
    react(),
    tailwindcss(),
    ...(isSsrBuild
      ? []
      : [firstLoadBudget({ app: 'src/entry-client.tsx', embed: 'src/embed/embed.ts' }), precompress(clientDir)]),
  ],
  define: isSsrBuild
    ? {
        __CLIENT_MANIFEST__: existsSync(manifestPath) ? readFileSync(manifestPath, 'utf8') : '{}',
        // Rendering with the development build of React is ten times slower, whatever the server's own NODE_ENV is.
        'process.env.NODE_ENV': '"production"',
      }
    : {},
  ...(isSsrBuild ? { ssr: { noExternal: true as const } } : {}),
  build: {
    target: ['chrome123', 'firefox121', 'safari17.5'],
    outDir: isSsrBuild ? 'dist/server' : clientDir,
    emptyOutDir: true,
    manifest: !isSsrBuild,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    copyPublicDir: !isSsrBuild,
    rolldownOptions: isSsrBuild
      ? { output: { codeSplitting: false } }
      : { input: ['src/entry-client.tsx', 'src/embed/embed.ts'] },
  },
}));
