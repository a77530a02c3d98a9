import { clsx } from 'clsx';
import { player as text } from '../strings/en.ts';
import { IconButton } from '../ui/button.tsx';
import { setSpeed, setVolume, toggleLevel, toggleMute } from './controls.ts';
import { speeds, usePlayer } from './player-store.ts';

/** Mute, and a slider that is the platform's own. */
export function VolumeControl({ className }: { className?: string }) {
  const volume = usePlayer((state) => state.volume);
  const muted = usePlayer((state) => state.muted);
  const percent = Math.round((muted ? 0 : volume) * 100);
  return (
    <div className={clsx('flex items-center gap-1', className)}>
      <IconButton
        icon={percent === 0 ? 'muted' : percent < 50 ? 'volumeLow' : 'volume'}
        label={muted ? text.unmute : text.mute}
        onClick={toggleMute}
      />
      <input
        type="range"
        min={0}
        max={100}
        value={percent}
        aria-label={text.volume}
        aria-valuetext={text.volumeValue(percent)}
        onChange={(event) => setVolume(event.target.valueAsNumber / 100)}
        className="lw-range w-24 grow"
      />
    </div>
  );
}

/** Speed with the pitch kept. */
export function SpeedControl() {
  const speed = usePlayer((state) => state.speed);
  return (
    <label
      className={clsx(
        'relative grid h-10 place-items-center rounded-full px-2 text-sm tabular hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent',
        speed === 1 ? 'text-muted' : 'text-accent',
      )}
    >
      <span className="sr-only">{text.speed}</span>
      <span aria-hidden="true">{text.speedValue(speed)}</span>
      <select
        value={speed}
        onChange={(event) => setSpeed(Number(event.target.value))}
        title={text.speed}
        className="absolute inset-0 cursor-pointer appearance-none opacity-0"
      >
        {speeds.map((value) => (
          <option key={value} value={value} className="bg-raised text-text">
            {text.speedValue(value)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** "Even loudness" on or off. */
export function LevelToggle() {
  const level = usePlayer((state) => state.level);
  return (
    <IconButton
      icon="level"
      label={text.level}
      title={`${text.level}. ${text.levelHint}`}
      pressed={level}
      onClick={toggleLevel}
      iconSize={19}
    />
  );
}
