import { Command } from 'commander';
import type { ImportProgress, ImportSummary } from './import-folder.ts';
import type { Finding } from './doctor.ts';
import { createOutput, type Output } from './output.ts';

/** Exit codes that scripts may rely on. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, partly: 3 } as const;

interface Streams {
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WriteStream;
}

function showImport(output: Output, progress: ImportProgress): void {
  if (progress.failure) output.line(`failed: ${progress.failure.file}: ${progress.failure.reason}`);
  const label = progress.file ? `${progress.stage} ${progress.file}` : progress.stage;
  output.progress({ done: progress.done, total: progress.total, label });
}

const marks = { ok: 'ok     ', warning: 'warning', problem: 'PROBLEM' } as const;

function addServe(program: Command, streams: Streams): void {
  program
    .command('serve', { isDefault: true })
    .description('run the server: pages, API, live events and jobs in one process')
    .action(async () => (await import('./serve.ts')).serve(streams));
}

function addMigrate(program: Command, streams: Streams, finish: (code: number) => void): void {
  program
    .command('migrate')
    .description('bring the database to this version (a backup of an embedded one is made first)')
    .action(async () => {
      const { migrateOnly } = await import('./with-app.ts');
      const applied = await migrateOnly();
      streams.out.write(applied.length === 0 ? 'The database is up to date.\n' : `Applied: ${applied.join(', ')}\n`);
      finish(exitCodes.ok);
    });
}

function addDoctor(program: Command, streams: Streams, finish: (code: number) => void): void {
  program
    .command('doctor')
    .description('look at everything this instance needs and say what is wrong')
    .option('--json', 'one JSON value per line')
    .action(async (options: { json?: boolean }) => {
      const { runCommand } = await import('./with-app.ts');
      const output = createOutput({ json: options.json === true, stream: streams.out });
      const show = (finding: Finding) => output.line(`${marks[finding.state]} ${finding.what}: ${finding.message}`);
      const findings = await runCommand({ name: 'doctor', input: {} }, (progress) => show(progress as Finding));
      output.result(findings);
      finish((findings as Finding[]).some((finding) => finding.state === 'problem') ? exitCodes.failed : exitCodes.ok);
    });
}

function addAdmin(program: Command, streams: Streams, finish: (code: number) => void): void {
  program
    .command('admin')
    .description('administrators')
    .command('create')
    .description('make an admin account, or make an existing account admin with a new password')
    .requiredOption('--handle <handle>')
    .requiredOption('--email <email>')
    .option('--password <password>', 'read from standard input when absent, so that it is in no shell history')
    .action(async (options: { handle: string; email: string; password?: string }) => {
      const { readPassword, runCommand } = await import('./with-app.ts');
      const input = { ...options, password: options.password ?? (await readPassword(streams.err)) };
      const result = (await runCommand({ name: 'admin create', input }, () => {})) as { created: boolean };
      streams.out.write(`${options.handle} is ${result.created ? 'a new' : 'now an'} admin.\n`);
      finish(exitCodes.ok);
    });
}

function addImport(program: Command, streams: Streams, finish: (code: number) => void): void {
  program
    .command('import <folder>')
    .description('take a tree of tagged audio files in; run it again to go on where it stopped')
    .option('--owner <handle>', 'account the tracks go to (default: the first admin)')
    .option('--draft', 'leave the tracks as private drafts')
    .option('--json', 'one JSON value per line')
    .action(async (folder: string, options: { owner?: string; draft?: boolean; json?: boolean }) => {
      const { absolutePath, runCommand } = await import('./with-app.ts');
      const output = createOutput({ json: options.json === true, stream: streams.out });
      const input = {
        folder: absolutePath(folder),
        publish: options.draft !== true,
        ...(options.owner !== undefined && { owner: options.owner }),
      };
      const report = (progress: unknown) => showImport(output, progress as ImportProgress);
      const summary = (await runCommand({ name: 'import', input }, report)) as ImportSummary;
      output.end();
      output.result(summary);
      output.line(`${summary.imported} imported, ${summary.known} known already, ${summary.failures.length} failed`);
      for (const { file, reason } of summary.failures) output.line(`  ${file}: ${reason}`);
      finish(summary.failures.length > 0 ? exitCodes.partly : exitCodes.ok);
    });
}

/** Parses the command line and runs the command. Resolves to the exit code. */
export async function runProgram(argv: readonly string[], streams: Streams): Promise<number> {
  let code: number = exitCodes.ok;
  const finish = (value: number) => {
    code = value;
  };
  const program = new Command('longwave').description('Self-hosted music platform').exitOverride();
  addServe(program, streams);
  addMigrate(program, streams, finish);
  addDoctor(program, streams, finish);
  addAdmin(program, streams, finish);
  addImport(program, streams, finish);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    if (error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number') {
      return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    }
    streams.err.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return exitCodes.failed;
  }
  return code;
}
