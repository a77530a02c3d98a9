import type { AssetId } from '@longwave/contracts/ids';
import { describeUploadFailure } from '../../strings/en-upload-failures.ts';
import { browserNetwork } from './browser-network.ts';
import { httpUploadApi } from './http-upload-api.ts';
import { putPart } from './put-part.ts';
import { transferFile } from './transfer-file.ts';
import { UploadError } from './upload-error.ts';

/** Sends a picture and answers its asset; `onPercent` hears 0–100. Rejects with a sentence for a person. */
export async function sendArtwork(file: File, onPercent: (percent: number) => void): Promise<AssetId> {
  try {
    return await transferFile(
      { api: httpUploadApi, putPart },
      {
        key: crypto.randomUUID(),
        file,
        purpose: 'artwork',
        uploadId: null,
        sha256: () => Promise.resolve(undefined),
        retry: {
          network: browserNetwork,
          signal: new AbortController().signal,
          random: Math.random,
          onHold: () => undefined,
        },
        onOpened: () => undefined,
        onSent: (bytes) => onPercent(Math.round((bytes / Math.max(1, file.size)) * 100)),
      },
    );
  } catch (error) {
    if (!(error instanceof UploadError)) throw error;
    const { message, hint } = describeUploadFailure(error.code, error.message);
    throw new Error(`${message} ${hint}`.trim(), { cause: error });
  }
}
