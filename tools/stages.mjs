/** Runs named stages one after the other, says how long each took, and goes on after a failure so that one run shows all. */
import { spawn } from 'node:child_process';

/**
 * @param {{name: string, command: string, args: string[], env?: Record<string, string>}[]} stages
 * @returns {Promise<{name: string, ok: boolean, seconds: number}[]>}
 */
export async function runStages(stages) {
  const results = [];
  for (const stage of stages) {
    console.log(`\n── ${stage.name} ${'─'.repeat(Math.max(4, 70 - stage.name.length))}`);
    const began = Date.now();
    const ok = await new Promise((resolve) => {
      const child = spawn(stage.command, stage.args, { stdio: 'inherit', env: { ...process.env, ...stage.env } });
      child.on('error', (error) => {
        console.error(`${stage.command}: ${error.message}`);
        resolve(false);
      });
      child.on('close', (code) => resolve(code === 0));
    });
    results.push({ name: stage.name, ok, seconds: (Date.now() - began) / 1000 });
  }
  console.log('');
  for (const { name, ok, seconds } of results) console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)`);
  return results;
}
