import type { TrackView } from '@longwave/contracts/catalog';
import { tracks as words } from '../../strings/en-studio.ts';
import type { MenuItem } from '../../ui/menu.tsx';
import { copyEmbed, copyLink } from '../../pages/copy-text.ts';
import type { TrackActions } from './use-track-actions.ts';

/** Everything that can be done to one track, in the order it is needed. */
export function trackMenu(track: TrackView, actions: TrackActions, schedule: () => void): (MenuItem | null)[] {
  const failed = track.version.stage === 'failed';
  const publishing: MenuItem[] = track.published
    ? [{ label: words.unpublish, icon: 'lock', onSelect: () => actions.unpublish(track) }]
    : [
        { label: words.publish, icon: 'globe', onSelect: () => void actions.publish(track) },
        {
          label: words.publishUnlisted,
          icon: 'link',
          onSelect: () => void actions.publish(track, { visibility: 'unlisted' }),
        },
        { label: words.schedule, icon: 'calendar', onSelect: schedule },
        ...(track.releaseAt === null
          ? []
          : [{ label: words.unpublish, icon: 'lock' as const, onSelect: () => actions.unpublish(track) }]),
      ];
  return [
    ...(failed ? [{ label: words.retry, icon: 'retry' as const, onSelect: () => actions.retry(track) }] : publishing),
    null,
    {
      label: words.copyLink,
      icon: 'share',
      onSelect: () => void copyLink(track.url),
    },
    { label: words.copyEmbed, icon: 'code', onSelect: () => void copyEmbed(track.id, track.title) },
    null,
    { label: words.remove, icon: 'trash', danger: true, onSelect: () => actions.remove(track) },
  ];
}
