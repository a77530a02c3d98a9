import { Link } from 'react-router';
import { player as text } from '../strings/en.ts';
import { Artwork } from '../ui/artwork.tsx';
import { IconButton } from '../ui/button.tsx';
import { next, setPanel } from './controls.ts';
import { CurrentWaveform } from './current-waveform.tsx';
import { formatTime } from './format-time.ts';
import { usePlayer } from './player-store.ts';
import { ProblemLine } from './problem-line.tsx';
import type { PlayerTrack } from './queue.ts';
import { refreshArtwork } from './refresh-artwork.ts';
import { LevelToggle, SpeedControl, VolumeControl } from './sound-controls.tsx';
import { PlayButton, Transport } from './transport.tsx';

/** The bar under every page: the horizon line of what plays along its top, and few controls. */
export default function PlayerBar({ track, onKeys }: { track: PlayerTrack; onKeys: () => void }) {
  return (
    <section
      aria-label={text.region}
      className="fixed inset-x-0 bottom-(--lw-bottom) z-40 h-(--lw-player) animate-enter bg-glass backdrop-blur-xl"
    >
      <ProblemLine className="absolute inset-x-0 bottom-full justify-center border-t border-line bg-raised px-4 py-2" />
      <div className="px-0">
        <CurrentWaveform look="line" />
      </div>
      <div className="hidden h-[72px] grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-center gap-4 px-4 sm:grid">
        <Playing track={track} />
        <Transport />
        <div className="flex items-center justify-end gap-0.5">
          <Clock />
          <span className="hidden items-center lg:flex">
            <SpeedControl />
            <LevelToggle />
            <VolumeControl />
          </span>
          <IconButton icon="queue" label={text.queue} onClick={() => setPanel('queue')} />
          <IconButton icon="help" label={text.keys} onClick={onKeys} className="hidden xl:inline-grid" />
        </div>
      </div>
      <div className="flex h-12 items-center gap-1 pr-2 sm:hidden">
        <button
          type="button"
          onClick={() => setPanel('full')}
          className="flex h-full min-w-0 flex-1 items-center gap-3 pl-3 text-left"
        >
          <Artwork
            src={track.artwork.url200}
            colour={track.artwork.colour}
            alt=""
            sizePx={40}
            onBroken={() => void refreshArtwork(track)}
            className="size-10 rounded-control"
          />
          <span className="grid min-w-0 flex-1 leading-tight">
            <span className="sr-only">{text.open}: </span>
            <span className="truncate text-sm font-medium">{track.title}</span>
            <span className="truncate text-xs text-muted">{track.artistName}</span>
          </span>
        </button>
        <PlayButton size="sm" />
        <IconButton icon="next" label={text.next} onClick={next} className="text-text" />
      </div>
    </section>
  );
}

function Playing({ track }: { track: PlayerTrack }) {
  return (
    <div className="flex min-w-0 items-center gap-3">
      <button
        type="button"
        onClick={() => setPanel('full')}
        aria-label={text.open}
        title={text.open}
        className="rounded-control"
      >
        <Artwork
          src={track.artwork.url200}
          colour={track.artwork.colour}
          alt=""
          sizePx={52}
          onBroken={() => void refreshArtwork(track)}
          className="size-13 rounded-control"
        />
      </button>
      <div className="grid min-w-0 leading-snug">
        <Link to={track.path} className="truncate text-sm font-medium hover:underline">
          {track.title}
        </Link>
        <Link to={`/@${track.artistHandle}`} className="truncate text-sm text-muted hover:text-text hover:underline">
          {track.artistName}
        </Link>
      </div>
    </div>
  );
}

function Clock() {
  const positionS = usePlayer((state) => Math.floor(state.positionS));
  const durationS = usePlayer((state) => state.durationS);
  return (
    <span className="mr-2 text-sm whitespace-nowrap text-muted tabular max-md:hidden">
      <span className="text-text">{formatTime(positionS)}</span> / {formatTime(durationS)}
    </span>
  );
}
