import type { TrackView } from '@longwave/contracts/catalog';
import { tracks as words } from '../../strings/en-studio.ts';
import { Icon, type IconName } from '../../ui/icons.tsx';
import { relativeTime } from '../../ui/time.tsx';
import { exactTime } from './format.ts';

interface Status {
  readonly text: string;
  readonly icon: IconName;
  readonly tone: string;
  readonly title?: string;
}

/** What a person has to know of a track first: is it being prepared, has it failed, and who can hear it. */
export function statusOf(track: TrackView): Status {
  const { version } = track;
  if (version.stage === 'failed') {
    const reason = version.failure ?? track.failure;
    return { text: words.failed, icon: 'warning', tone: 'text-bad', ...(reason && { title: reason.message }) };
  }
  if (version.stage === 'queued') return { text: words.waiting, icon: 'clock', tone: 'text-muted' };
  if (version.stage === 'probing') return { text: words.probing, icon: 'level', tone: 'text-text' };
  if (version.stage !== 'ready') return { text: words.processing(version.percent), icon: 'level', tone: 'text-text' };
  if (track.published) {
    const listed = track.visibility === 'public';
    return { text: words[track.visibility], icon: listed ? 'globe' : 'link', tone: listed ? 'text-good' : 'text-text' };
  }
  if (track.releaseAt !== null) {
    const text = words.scheduled(relativeTime(new Date(track.releaseAt), new Date()));
    return { text, icon: 'calendar', tone: 'text-warn', title: exactTime(track.releaseAt) };
  }
  return { text: words.draft, icon: 'lock', tone: 'text-muted' };
}

export function TrackStatus({ track }: { track: TrackView }) {
  const { text, icon, tone, title } = statusOf(track);
  return (
    <span className={`flex items-center gap-1.5 text-sm tabular ${tone}`} title={title}>
      <Icon name={icon} size={16} className="shrink-0" />
      {text}
    </span>
  );
}
