import { useCssVars } from './css-vars.ts';

/** How far a known amount of work has come; `null` while the amount is unknown. */
export function Progress({ label, percent }: { label: string; percent: number | null }) {
  const ref = useCssVars<HTMLDivElement>({ '--lw-part': `${(percent ?? 30) / 100}` });
  return (
    <div
      // The inside of <progress> cannot be moved by transform in every engine.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent ?? undefined}
      className="h-1 overflow-hidden rounded-full bg-line"
    >
      <div
        ref={ref}
        className={`h-full origin-left scale-x-(--lw-part) bg-accent transition-transform ${percent === null ? 'animate-breathe' : ''}`}
      />
    </div>
  );
}
