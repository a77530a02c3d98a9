import type { Events } from '../../platform/events/events.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { LiveLog } from '../../platform/realtime/realtime.ts';
import type { TranscodeSettings } from './transcode-args.ts';
import type { UploadDeps } from './upload-deps.ts';

/** Everything the module is built from; each use case takes the part of it that it needs. */
export interface MediaDeps extends UploadDeps {
  readonly ffmpeg: Ffmpeg;
  readonly jobs: Jobs;
  readonly events: Events;
  readonly live: LiveLog;
  readonly transcode: TranscodeSettings;
  /** Versions processed at once in this process. */
  readonly concurrency: number;
}
