import { useNavigate } from 'react-router';
import type { TrackView } from '@longwave/contracts/catalog';
import { enqueue } from '../player/controls.ts';
import { toPlayerTrack } from '../player/to-player-track.ts';
import { track as text } from '../strings/en.ts';
import { IconButton } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { toast } from '../ui/toast.tsx';
import { copyLink } from './copy-text.ts';

/** What can be done with a track in a list; opens at once, since it is loaded by the press that asks for it. */
export default function TrackMenu({ track }: { track: TrackView }) {
  const navigate = useNavigate();
  const add = (where: 'next' | 'end', said: string) => {
    enqueue([toPlayerTrack(track)], where);
    toast({ message: said });
  };
  return (
    <Menu
      defaultOpen
      trigger={<IconButton icon="more" label={text.moreActions(track.title)} />}
      items={[
        { icon: 'playNext', label: text.playNext, onSelect: () => add('next', text.playsNext(track.title)) },
        { icon: 'queue', label: text.addToQueue, onSelect: () => add('end', text.queued(track.title)) },
        null,
        { icon: 'music', label: text.goToTrack, onSelect: () => void navigate(track.url) },
        { icon: 'user', label: text.goToArtist, onSelect: () => void navigate(`/@${track.artist.handle}`) },
        null,
        { icon: 'link', label: text.copyLink, onSelect: () => void copyLink(track.url) },
      ]}
    />
  );
}
