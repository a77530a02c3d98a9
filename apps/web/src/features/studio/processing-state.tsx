import type { TrackView } from '@longwave/contracts/catalog';
import { formatTime } from '../../player/format-time.ts';
import { editor as words, tracks as trackWords } from '../../strings/en-studio.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Progress } from '../../ui/progress.tsx';
import { loudness } from './format.ts';
import { useTrackActions } from './use-track-actions.ts';

/** How the recording is doing: its stage and percent, why it failed and what helps, or what was measured. */
export function ProcessingState({ track }: { track: TrackView }) {
  const { stage, percent } = track.version;
  if (stage === 'failed') return <Failed track={track} />;
  if (stage === 'ready') return <Measured track={track} />;
  const text =
    stage === 'queued'
      ? words.process.waiting
      : stage === 'probing'
        ? words.process.probing
        : words.process.transcoding;
  const known = stage === 'transcoding' || stage === 'publishing';
  return (
    <div className="grid gap-2">
      <p className="flex justify-between gap-4 text-sm">
        {text}
        {known && <span className="tabular">{percent} %</span>}
      </p>
      <Progress label={text} percent={known ? percent : null} />
    </div>
  );
}

function Failed({ track }: { track: TrackView }) {
  const actions = useTrackActions();
  const failure = track.version.failure ?? track.failure;
  return (
    <div className="grid justify-items-start gap-3 border-l-2 border-bad pl-4">
      <p className="flex gap-2 font-medium text-bad">
        <Icon name="warning" className="mt-0.5 shrink-0" />
        {words.process.failed}
      </p>
      <p className="text-sm">{failure?.message}</p>
      <p className="text-sm text-muted">{failure?.hint}</p>
      <Button size="sm" icon="retry" onClick={() => actions.retry(track)}>
        {trackWords.retry}
      </Button>
    </div>
  );
}

function Measured({ track }: { track: TrackView }) {
  const { version } = track;
  const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
  const rows: [string, string | null][] = [
    [words.facts.length, version.durationMs === null ? null : formatTime(version.durationMs / 1000)],
    [words.facts.loudness, version.loudnessLufs === null ? null : loudness(version.loudnessLufs)],
    [
      words.facts.peak,
      version.truePeakDbtp === null ? null : `${number.format(version.truePeakDbtp).replace('-', '−')} dBTP`,
    ],
    [words.facts.range, version.loudnessRangeLu === null ? null : `${number.format(version.loudnessRangeLu)} LU`],
    [
      words.facts.source,
      version.sampleRateHz === null
        ? null
        : words.sourceOf(number.format(version.sampleRateHz / 1000), version.bitDepth, version.channels),
    ],
  ];
  return (
    <div className="grid gap-3">
      <p className="flex items-center gap-2 text-sm text-good">
        <Icon name="check" size={18} />
        {words.process.ready}
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        {rows.map(([name, value]) =>
          value === null ? null : (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="text-right tabular">{value}</dd>
            </div>
          ),
        )}
      </dl>
    </div>
  );
}
