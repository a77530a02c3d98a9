import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import type { SignedUrls } from '../../platform/http/signed-url.ts';
import type { Log } from '../../platform/log.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';

/** Sizes an instance allows; from `UPLOAD_MAX_BYTES`, `UPLOAD_QUOTA_BYTES`, `UPLOAD_PART_BYTES`. */
export interface UploadSettings {
  readonly fileMaxBytes: number;
  readonly quotaBytes: number;
  readonly partBytes: number;
  /** A part whose body brings no byte for this long is cut off; 30 s unless told. */
  readonly stallMs?: number;
}

/** What receiving files needs. `createMedia` holds these and hands them to the routes, the sweep and `importFile`. */
export interface UploadDeps {
  readonly db: Database;
  readonly store: ObjectStore;
  readonly signed: SignedUrls;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: UploadSettings;
}
