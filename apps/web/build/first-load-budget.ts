import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Largest script a first visit may load, gzipped: spec of the web app and of the embed. */
const budgetKb = { app: 130, embed: 60 } as const;

/** Measures each entry with everything it imports statically, prints it, and fails the build above the budget. */
export function firstLoadBudget(entries: Record<keyof typeof budgetKb, string>): Plugin {
  return {
    name: 'longwave-first-load-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const sizeKb = (fileName: string, seen: Set<string>): number => {
        if (seen.has(fileName)) return 0;
        seen.add(fileName);
        const chunk = bundle[fileName];
        if (chunk?.type !== 'chunk') return 0;
        const own = gzipSync(chunk.code, { level: 9 }).length / 1000;
        return chunk.imports.reduce((sum, name) => sum + sizeKb(name, seen), own);
      };
      for (const name of ['app', 'embed'] as const) {
        const entry = Object.values(bundle).find(
          (file) => file.type === 'chunk' && file.isEntry && file.facadeModuleId?.endsWith(entries[name]),
        );
        if (entry === undefined) throw new Error(`entry ${entries[name]} is not in the build`);
        const total = sizeKb(entry.fileName, new Set());
        const line = `first load of ${name}: ${total.toFixed(1)} kB gzip (budget ${budgetKb[name]} kB)`;
        if (total > budgetKb[name]) throw new Error(line);
        this.info(line);
      }
    },
  };
}
