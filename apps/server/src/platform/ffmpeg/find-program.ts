import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

/** Folders searched after the PATH, which a service manager may have cut short. */
const usualFolders = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/bin', '/usr/sbin'];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch (error) {
    // ENOENT, EACCES, ENOTDIR: all mean "cannot be run"; the caller names what it looked for.
    return !(error instanceof Error);
  }
}

/** Absolute path of a program: the given path or name, looked up in `searchPath` and the usual folders; null when absent. */
export function findProgram(name: string, searchPath: string): string | null {
  if (isAbsolute(name) || name.includes('/')) {
    const path = resolve(name);
    return isExecutable(path) ? path : null;
  }
  const folders = [...searchPath.split(delimiter).filter((folder) => isAbsolute(folder)), ...usualFolders];
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}
