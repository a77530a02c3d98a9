const formatters = {
  exact: new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }),
  number: new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 }),
};
/** Date and time in the reader's language and zone. */
export function exactTime(iso: string): string {
  return formatters.exact.format(new Date(iso));
}

/** Bytes in decimal units as file managers show them: `12.4 MB`. */
export function fileSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'] as const;
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${formatters.number.format(bytes / 1000 ** power)} ${units[power] ?? 'B'}`;
}

/** Loudness with its unit: `−14.2 LUFS`. */
export function loudness(lufs: number): string {
  return `${formatters.number.format(lufs).replace('-', '−')} LUFS`;
}

/** Time left at the present rate, in words that do not jump every second. */
export function timeLeft(bytes: number, bytesPerS: number): string | null {
  if (bytesPerS <= 0) return null;
  const seconds = bytes / bytesPerS;
  if (seconds < 10) return null;
  const unit = new Intl.NumberFormat(undefined, {
    style: 'unit',
    unit: seconds < 90 ? 'second' : 'minute',
    unitDisplay: 'short',
  });
  return unit.format(seconds < 90 ? Math.ceil(seconds / 10) * 10 : Math.ceil(seconds / 60));
}

/** The offset and name of the reader's time zone at a moment: `Europe/Berlin, GMT+1`. */
export function zoneName(at: Date): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const part = new Intl.DateTimeFormat(undefined, { timeZoneName: 'shortOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName');
  return part ? `${timeZone}, ${part.value}` : timeZone;
}

/** A moment as `<input type="datetime-local">` wants it, in the reader's zone. */
export function toLocalInput(iso: string): string {
  const at = new Date(iso);
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** What `<input type="datetime-local">` holds, as a moment; null for an empty or half-typed value. */
export function fromLocalInput(value: string): string | null {
  const at = new Date(value);
  return value === '' || Number.isNaN(at.getTime()) ? null : at.toISOString();
}
