import { clsx } from 'clsx';

const width = 240;
const middle = 20;

/** One breath of sound on a flat line: heights of the bars around the middle, in px of a 40 px high drawing. */
const bars = [1, 1, 2, 3, 2, 5, 9, 6, 12, 18, 11, 16, 8, 12, 6, 9, 4, 6, 3, 2, 3, 1, 1];

/** The horizon line that carries sound: the product's mark, used where there is no real waveform to draw. */
export function Horizon({ className }: { className?: string }) {
  const step = 5;
  const start = (width - (bars.length - 1) * step) / 2;
  const path = bars.map((h, i) => `M${start + i * step} ${middle - h}v${2 * h}`).join('');
  return (
    <svg
      viewBox={`0 0 ${width} 40`}
      aria-hidden="true"
      focusable="false"
      className={clsx('overflow-visible', className)}
    >
      <path
        d={`M0 ${middle}H${start - step}M${start + bars.length * step} ${middle}H${width}`}
        stroke="currentColor"
        strokeWidth="1"
      />
      <path d={path} stroke="var(--lw-accent)" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
