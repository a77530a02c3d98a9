import { clsx } from 'clsx';
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { player as text } from '../strings/en.ts';
import { formatTime } from './format-time.ts';
import { useWaveformCanvas } from './use-waveform-canvas.ts';

const looks = {
  hero: { barPx: 3, gapPx: 2, horizon: 0.72, className: 'h-28 sm:h-36' },
  line: { barPx: 2, gapPx: 1, horizon: 0.86, className: 'h-5' },
} as const;

export interface WaveformProps {
  readonly trackId: string;
  readonly durationS: number;
  /** Position as the page knows it, s; drives what assistive technology hears. */
  readonly positionS: number;
  /** Position of this moment, s, asked for every frame while `moving`. */
  readonly positionNow: () => number;
  readonly moving: boolean;
  readonly label: string;
  readonly look: keyof typeof looks;
  readonly onSeek: (positionS: number) => void;
}

/** The waveform of a track as a slider: press or drag to go there, arrow keys 5 s, page keys 30 s, home and end. */
export function Waveform(props: WaveformProps) {
  const look = looks[props.look];
  const [hoverS, setHoverS] = useState<number | null>(null);
  const dragging = useRef(false);
  const label = useRef<HTMLSpanElement>(null);
  const { canvas } = useWaveformCanvas({ ...props, ...look, hoverS });

  const timeAt = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
    const half = (label.current?.offsetWidth ?? 0) / 2;
    const x = Math.min(Math.max(share * box.width, half), box.width - half);
    label.current?.style.setProperty('transform', `translateX(calc(${x}px - 50%))`);
    return share * props.durationS;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = targetOfKey(event.key, props);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    props.onSeek(Math.min(Math.max(to, 0), props.durationS));
  };

  return (
    <div
      // A range input can neither be a canvas nor show the time under the pointer.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="slider"
      tabIndex={0}
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={Math.round(props.durationS)}
      aria-valuenow={Math.round(props.positionS)}
      aria-valuetext={text.positionValue(formatTime(props.positionS), formatTime(props.durationS))}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        dragging.current = true;
        setHoverS(timeAt(event));
      }}
      onPointerMove={(event) => setHoverS(timeAt(event))}
      onPointerUp={(event) => {
        if (dragging.current) props.onSeek(timeAt(event));
        dragging.current = false;
        if (event.pointerType !== 'mouse') setHoverS(null);
      }}
      onPointerLeave={() => !dragging.current && setHoverS(null)}
      onPointerCancel={() => {
        dragging.current = false;
        setHoverS(null);
      }}
      className={clsx('group relative w-full cursor-pointer touch-pan-y select-none', look.className)}
    >
      <canvas ref={canvas} aria-hidden="true" className="size-full" />
      <span
        ref={label}
        aria-hidden="true"
        className={clsx(
          'pointer-events-none absolute -top-7 left-0 rounded-control border border-line bg-raised px-1.5 py-0.5 text-xs tabular transition-opacity',
          hoverS === null ? 'opacity-0' : 'opacity-100',
        )}
      >
        {formatTime(hoverS ?? 0)}
      </span>
    </div>
  );
}

function targetOfKey(key: string, { positionS, durationS }: WaveformProps): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return positionS + 5;
    case 'ArrowLeft':
    case 'ArrowDown':
      return positionS - 5;
    case 'PageUp':
      return positionS + 30;
    case 'PageDown':
      return positionS - 30;
    case 'Home':
      return 0;
    case 'End':
      return durationS;
    default:
      return null;
  }
}
