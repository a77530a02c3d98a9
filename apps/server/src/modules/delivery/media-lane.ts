import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../platform/clock.ts';
import type { FileInUse, FileReader } from '../../platform/storage/file-reader.ts';
import type { MediaGrants } from './media-grants.ts';
import { isPlaylist, wholeFileHeaders } from './media-headers.ts';
import { mediaMount } from './media-path.ts';
import { sendBytes } from './send-representation.ts';

/** Header whose presence makes a request anything but "the whole file, please". */
const special = ['range', 'if-none-match', 'if-modified-since', 'if-match', 'if-unmodified-since'] as const;

function isPlainGet(request: IncomingMessage): boolean {
  return (
    request.method === 'GET' &&
    (request.url?.startsWith(mediaMount) ?? false) &&
    !special.some((name) => request.headers[name] !== undefined)
  );
}

/**
 * Answers, ahead of the router, the one request that makes nearly all of a music server's traffic: a whole public file by
 * a URL that was found good before. Answers false for everything else, which then takes the normal route; no refusal
 * is ever written here, and nothing is decided that the route would decide differently.
 */
export function createMediaLane(deps: {
  files: FileReader;
  grants: MediaGrants;
  clock: Clock;
  /** Told the status of each answer given here, for metrics. */
  observe?: (answer: { status: number; durationS: number }) => void;
}): (request: IncomingMessage, response: ServerResponse) => boolean {
  const { files, grants, clock, observe } = deps;
  return (request, response) => {
    if (!isPlainGet(request)) return false;
    const nowMs = clock.now().getTime();
    const grant = grants.recall(request.url ?? '', nowMs);
    if (grant === null || grant.audience !== 'public' || isPlaylist(grant.key)) return false;
    const file = grant.key.startsWith('generated-artwork/') ? null : files.open(grant.key);
    if (file === null) return false;
    const startedMs = observe ? performance.now() : 0;
    const done = () => {
      file.release();
      observe?.({ status: 200, durationS: (performance.now() - startedMs) / 1000 });
    };
    response.writeHead(200, wholeFileHeaders(grant, file, nowMs));
    if (file.bytes !== null || file.sizeBytes === 0) {
      response.end(file.bytes ?? undefined);
      done();
      return true;
    }
    void streamWhole(response, files, file).finally(done);
    return true;
  };
}

/** The status is out already, so a file that cannot be read can only be told by cutting the connection. */
async function streamWhole(response: ServerResponse, files: FileReader, file: FileInUse): Promise<void> {
  try {
    await sendBytes({ response, buffers: files.buffers }, file, { start: 0, end: file.sizeBytes - 1, last: true });
  } catch (error) {
    response.destroy(error instanceof Error ? error : undefined);
  }
}
