import { useState, useSyncExternalStore } from 'react';

const never = () => () => {};
/** False while a page is being taken over from the server, so that both render the same; true from then on. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

const steps: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** "3 days ago", "in 2 hours"; "now" below a minute. */
export function relativeTime(at: Date, now: Date, locale?: string): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const step = steps.find(([, size]) => Math.abs(seconds) >= size);
  return step === undefined ? format.format(0, 'second') : format.format(Math.trunc(seconds / step[1]), step[0]);
}

/** A moment as a person says it, with the exact one as its title. The server, which knows no one's clock, gives the date. */
export function Time({ iso, className }: { iso: string; className?: string }) {
  const hydrated = useHydrated();
  const at = new Date(iso);
  const [now] = useState(() => new Date());
  const exact = hydrated ? at.toLocaleString(undefined, { dateStyle: 'long', timeStyle: 'short' }) : iso;
  const shown = hydrated
    ? relativeTime(at, now)
    : at.toLocaleDateString('en', { dateStyle: 'medium', timeZone: 'UTC' });
  return (
    <time dateTime={iso} title={exact} className={className}>
      {shown}
    </time>
  );
}
