import { Dialog as Radix } from 'radix-ui';
import { Link } from 'react-router';
import { player as text } from '../strings/en.ts';
import { Artwork } from '../ui/artwork.tsx';
import { IconButton } from '../ui/button.tsx';
import { useCssVars } from '../ui/css-vars.ts';
import { setPanel } from './controls.ts';
import { CurrentWaveform } from './current-waveform.tsx';
import { formatTime } from './format-time.ts';
import { usePlayer } from './player-store.ts';
import { ProblemLine } from './problem-line.tsx';
import type { PlayerTrack } from './queue.ts';
import { QueueList } from './queue-list.tsx';
import { LevelToggle, SpeedControl, VolumeControl } from './sound-controls.tsx';
import { Transport } from './transport.tsx';

const close = () => setPanel('none');

/** What opens from the player bar: the full player (whole screen) and the queue (a sheet at the side). */
export default function PlayerPanels({ track }: { track: PlayerTrack }) {
  const panel = usePlayer((state) => state.panel);
  return (
    <Radix.Root open={panel !== 'none'} onOpenChange={(open) => !open && setPanel('none')}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 animate-fade bg-scrim" />
        {panel === 'full' && <FullPlayer track={track} />}
        {panel === 'queue' && <QueueSheet />}
      </Radix.Portal>
    </Radix.Root>
  );
}

function QueueSheet() {
  return (
    <Radix.Content
      aria-describedby={undefined}
      className="fixed inset-y-0 right-0 z-50 flex w-full animate-enter flex-col border-l border-line bg-raised shadow-raised sm:w-104"
    >
      <QueueList heading={<Radix.Title className="text-lg font-semibold">{text.queueTitle}</Radix.Title>} />
    </Radix.Content>
  );
}

function FullPlayer({ track }: { track: PlayerTrack }) {
  const glow = useCssVars<HTMLDivElement>({ '--lw-art': track.artwork.colour });
  return (
    <Radix.Content
      aria-describedby={undefined}
      className="fixed inset-0 z-50 animate-enter overflow-y-auto bg-ground outline-none"
    >
      <div ref={glow} className="lw-artlight flex min-h-full flex-col px-5 pt-3 pb-8 sm:px-10">
        <div className="flex justify-between">
          <IconButton icon="chevronDown" label={text.close} onClick={close} />
          <IconButton icon="queue" label={text.queue} onClick={() => setPanel('queue')} />
        </div>
        <div className="mx-auto flex w-full max-w-[720px] flex-1 flex-col justify-center gap-6">
          <Artwork
            src={track.artwork.url1000}
            colour={track.artwork.colour}
            alt=""
            sizePx={420}
            className="mx-auto w-[min(100%,38dvh)] rounded-surface shadow-raised"
          />
          <div className="grid justify-items-center gap-1 text-center">
            <Radix.Title className="text-xl font-semibold sm:text-2xl">
              <Link to={track.path} onClick={close} className="hover:underline">
                {track.title}
              </Link>
            </Radix.Title>
            <Link to={`/@${track.artistHandle}`} onClick={close} className="text-muted hover:text-text hover:underline">
              {track.artistName}
            </Link>
          </div>
          <div>
            <CurrentWaveform look="hero" />
            <Times />
          </div>
          <ProblemLine className="justify-center" />
          <Transport size="lg" />
          <div className="mx-auto flex w-full max-w-96 items-center justify-between">
            <SpeedControl />
            <VolumeControl />
            <LevelToggle />
          </div>
        </div>
      </div>
    </Radix.Content>
  );
}

function Times() {
  const positionS = usePlayer((state) => Math.floor(state.positionS));
  const durationS = usePlayer((state) => state.durationS);
  return (
    <div className="mt-1 flex justify-between text-sm text-muted tabular">
      <span>{formatTime(positionS)}</span>
      <span>{formatTime(durationS)}</span>
    </div>
  );
}
