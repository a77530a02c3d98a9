import { createLog, type Log } from '../../src/platform/log.ts';

/** A Log of every level that keeps its lines as parsed objects, for tests that look for what must or must not be logged. */
export function createTestLog(): { log: Log; lines: Record<string, unknown>[]; text(): string } {
  const written: string[] = [];
  const lines: Record<string, unknown>[] = [];
  const log = createLog({
    level: 'trace',
    pretty: false,
    destination: {
      write(line) {
        written.push(line);
        lines.push(JSON.parse(line) as Record<string, unknown>);
      },
    },
  });
  return { log, lines, text: () => written.join('') };
}
