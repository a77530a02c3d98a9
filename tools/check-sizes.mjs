/** Size budget of source files: over 300 lines is said, over 500 fails. Function length is oxlint's `max-lines-per-function`. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const warnLines = 300;
const failLines = 500;
const counted = /\.(ts|tsx|mjs|css|sol)$/;
const listed = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' });
if (listed.status !== 0) {
  console.error('sizes: needs a git checkout to know which files are ours');
  process.exit(1);
}
const sizes = listed.stdout
  .split('\n')
  .filter((file) => counted.test(file))
  .flatMap((file) => {
    try {
      return [{ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 }];
    } catch (error) {
      if (error.code === 'ENOENT') return []; // deleted in the work tree, not yet in the index
      throw error;
    }
  });
for (const { file, lines } of sizes.filter((size) => size.lines > warnLines))
  console.log(`sizes: ${file} has ${lines} lines`);
const tooLong = sizes.filter((size) => size.lines > failLines);
const total = sizes.reduce((sum, size) => sum + size.lines, 0);
console.log(`sizes: ${sizes.length} files, ${total} lines, ${tooLong.length} over ${failLines}`);
process.exit(tooLong.length > 0 ? 1 : 0);
