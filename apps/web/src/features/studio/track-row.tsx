import type { TrackView } from '@longwave/contracts/catalog';
import { memo, useState } from 'react';
import { formatTime } from '../../player/format-time.ts';
import { tracks as words } from '../../strings/en-studio.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Time } from '../../ui/time.tsx';
import { loudness } from './format.ts';
import { PlayCell } from './play-cell.tsx';
import { ScheduleDialog } from './schedule-dialog.tsx';
import { TitleCell } from './title-cell.tsx';
import { rowClass } from './row-class.ts';
import { TrackStatus } from './track-status.tsx';
import { useTrackActions } from './use-track-actions.ts';
import { trackMenu } from './track-menu.ts';

interface RowProps {
  readonly track: TrackView;
  /** The list it stands in, which becomes the queue when it is played. */
  readonly tracks: readonly TrackView[];
}

/** One track of the workbench. The height is fixed so that rows off the screen need no layout. */
export const TrackRow = memo(function TrackRow({ track, tracks }: RowProps) {
  const actions = useTrackActions();
  const [scheduling, setScheduling] = useState(false);
  const canPublish = !track.published && track.version.stage !== 'failed';
  return (
    <tr
      data-track={track.id}
      className={`${rowClass} min-h-16 py-2 [contain-intrinsic-size:auto_4rem] [content-visibility:auto] hover:bg-hover/50`}
    >
      <td>
        <PlayCell track={track} tracks={tracks} />
      </td>
      <td className="min-w-0">
        <TitleCell track={track} onRename={(title) => actions.rename(track, title)} />
        <div className="flex flex-wrap items-center gap-x-3 md:hidden">
          <TrackStatus track={track} />
          <span className="text-sm text-muted tabular">{lengthOf(track)}</span>
        </div>
      </td>
      <td className="hidden md:block">
        <TrackStatus track={track} />
      </td>
      <td className="hidden text-right text-sm text-muted tabular md:block">{lengthOf(track)}</td>
      <td className="hidden text-right text-sm text-muted tabular md:block">
        {track.loudnessLufs === null ? words.noValue : loudness(track.loudnessLufs)}
      </td>
      <td className="hidden pl-4 text-sm text-muted lg:block">
        <Time iso={track.updatedAt} />
      </td>
      <td className="flex items-center justify-end gap-1">
        {canPublish && (
          <Button
            size="sm"
            className="max-sm:hidden"
            aria-label={words.publishOf(track.title)}
            onClick={() => actions.publish(track)}
          >
            {words.publish}
          </Button>
        )}
        <Menu
          trigger={<IconButton icon="more" label={words.actionsOf(track.title)} />}
          items={trackMenu(track, actions, () => setScheduling(true))}
        />
      </td>
      {scheduling && <ScheduleDialog track={track} onClose={() => setScheduling(false)} />}
    </tr>
  );
});

function lengthOf(track: TrackView): string {
  return track.durationMs === null ? words.noValue : formatTime(track.durationMs / 1000);
}
