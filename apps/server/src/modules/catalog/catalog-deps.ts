import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Events } from '../../platform/events/events.ts';
import type { MediaUrls } from '../../platform/http/media-urls.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { LiveLog } from '../../platform/realtime/realtime.ts';
import type { Identity } from '../identity/index.ts';
import type { Media } from '../media/index.ts';

/** Everything the catalogue uses of the outside; use cases take the part they need. */
export interface CatalogDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly jobs: Pick<Jobs, 'enqueue'>;
  readonly events: Pick<Events, 'emit'>;
  readonly liveLog: Pick<LiveLog, 'publish'>;
  readonly mediaUrls: MediaUrls;
  readonly identity: Pick<Identity, 'readPeople' | 'findPersonByHandle'>;
  readonly media: Media;
}
