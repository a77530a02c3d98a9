import type { Config } from '../../config.ts';
import type { Clock } from '../../platform/clock.ts';
import type { MediaUrls } from '../../platform/http/media-urls.ts';
import type { SignedUrls } from '../../platform/http/signed-url.ts';
import type { Log } from '../../platform/log.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import type { Catalog } from '../catalog/index.ts';
import type { Identity } from '../identity/index.ts';
import type { Media } from '../media/index.ts';

/** What delivery uses of the outside. */
export interface DeliveryDeps {
  readonly catalog: Pick<Catalog, 'findPlayable'>;
  readonly media: Pick<Media, 'readVersionMedia'>;
  readonly identity: Pick<Identity, 'readPeople'>;
  readonly store: ObjectStore;
  readonly signed: SignedUrls;
  readonly mediaUrls: MediaUrls;
  readonly clock: Clock;
  readonly log: Log;
  readonly config: Pick<Config, 'DATA_DIR' | 'SEGMENT_CACHE_BYTES'>;
}
