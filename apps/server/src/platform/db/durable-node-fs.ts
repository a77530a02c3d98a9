import { fsyncSync, renameSync } from 'node:fs';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import type { PGlite } from '@electric-sql/pglite';

type EngineOptions = Parameters<NodeFS['init']>[1];
type EngineModule = Parameters<NonNullable<EngineOptions['preRun']>[number]>[0];

/** What is used of the engine's Node file system, which its types leave out. */
interface NodeFileSystem {
  realPath(node: unknown): string;
  node_ops: { rename(node: { name: string }, newDir: unknown, newName: string): void };
  stream_ops: { fsync?: (stream: { nfd: number; node: { mode: number } }) => number };
}
interface FileSystemApi {
  filesystems: { NODEFS: NodeFileSystem };
  isDir(mode: number): boolean;
  ErrnoError: new (errno: number) => Error;
}

/** EIO in the engine's numbering (WASI). PostgreSQL panics on it when the log cannot be flushed, as it must. */
const ioError = 29;

/**
 * The engine's Node file system made durable: the original has no fsync at all (the engine's call answers success and
 * does nothing) and unlinks the target before a rename. Here fsync reaches the disk, for files and directories, and
 * rename is the single atomic call.
 */
export class DurableNodeFS extends NodeFS {
  #syncs = 0;

  /** fsync calls that reached the operating system; the self-test at start sees it rise. */
  get syncs(): number {
    return this.#syncs;
  }

  override async init(pg: PGlite, options: EngineOptions): ReturnType<NodeFS['init']> {
    const harden = (engine: EngineModule): void => this.#harden(engine.FS as unknown as FileSystemApi);
    return super.init(pg, { ...options, preRun: [...(options.preRun ?? []), harden] });
  }

  #harden(fs: FileSystemApi): void {
    const nodeFs = fs.filesystems.NODEFS;
    const orIoError = (work: () => void): void => {
      try {
        work();
      } catch {
        throw new fs.ErrnoError(ioError);
      }
    };
    nodeFs.stream_ops.fsync = ({ nfd, node }) => {
      // Windows cannot flush a directory; its file systems journal names themselves.
      if (process.platform === 'win32' && fs.isDir(node.mode)) return 0;
      orIoError(() => fsyncSync(nfd));
      this.#syncs += 1;
      return 0;
    };
    nodeFs.node_ops.rename = (node, newDir, newName) => {
      const from = nodeFs.realPath(node);
      const to = `${nodeFs.realPath(newDir)}/${newName}`;
      orIoError(() => renameSync(from, to));
      node.name = newName;
    };
  }
}
