import { enableCompileCache } from 'node:module';
import { useQuickImports } from './platform/quick-imports.ts';

// Compiled code of the second start comes from disk: about a third off the time to ready.
enableCompileCache();
useQuickImports();
const { runProgram } = await import('./cli/program.ts');
process.exitCode = await runProgram(process.argv, { out: process.stdout, err: process.stderr });
