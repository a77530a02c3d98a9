import { clsx } from 'clsx';
import { player as text } from '../strings/en.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { cycleRepeat, next, previous, toggle, toggleShuffle } from './controls.ts';
import { usePlayer } from './player-store.ts';

/** The round button that everything turns on. While sound is fetched, its ring breathes. */
export function PlayButton({ size = 'md' }: { size?: 'sm' | 'md' | 'lg' }) {
  const status = usePlayer((state) => state.status);
  const active = status === 'playing' || status === 'loading';
  return (
    <button
      type="button"
      onClick={toggle}
      aria-label={active ? text.pause : text.play}
      title={active ? text.pause : text.play}
      className={clsx(
        'relative grid shrink-0 place-items-center rounded-full bg-text text-ground transition-transform hover:scale-105 active:scale-95',
        { sm: 'size-10', md: 'size-11', lg: 'size-16' }[size],
      )}
    >
      {status === 'loading' && (
        <span aria-hidden="true" className="absolute -inset-1 animate-breathe rounded-full border-2 border-accent" />
      )}
      <Icon name={active ? 'pause' : 'play'} size={size === 'lg' ? 30 : 22} />
    </button>
  );
}

/** Shuffle, previous, play, next, repeat. */
export function Transport({ size = 'md' }: { size?: 'md' | 'lg' }) {
  const shuffled = usePlayer((state) => state.queue.unshuffled !== null);
  const repeat = usePlayer((state) => state.queue.repeat);
  return (
    <div className={clsx('flex items-center justify-center', size === 'lg' ? 'gap-3' : 'gap-1')}>
      <IconButton icon="shuffle" label={text.shuffle} pressed={shuffled} onClick={toggleShuffle} iconSize={19} />
      <IconButton icon="previous" label={text.previous} onClick={previous} className="text-text" />
      <PlayButton size={size} />
      <IconButton icon="next" label={text.next} onClick={next} className="text-text" />
      <span className="relative">
        <IconButton
          icon="repeat"
          label={text.repeat[repeat]}
          pressed={repeat !== 'off'}
          onClick={cycleRepeat}
          iconSize={19}
        />
        {repeat === 'one' && (
          <span
            aria-hidden="true"
            className="pointer-events-none absolute top-1.5 right-1 grid size-3.5 place-items-center rounded-full bg-accent text-[9px] font-bold text-on-accent"
          >
            1
          </span>
        )}
      </span>
    </div>
  );
}
