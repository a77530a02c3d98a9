import type { ReactNode } from 'react';
import type { TrackView } from '@longwave/contracts/catalog';
import { track as text } from '../strings/en.ts';

/** Facts of a recording as a definition list; what is not known is not shown. */
export function TrackDetails({ track }: { track: TrackView }) {
  const { version } = track;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [text.licence, track.licence],
    [text.language, track.language && languageName(track.language)],
    [text.isrc, track.isrc],
    [text.format, version.sampleRateHz && formatOf(version)],
    [text.loudness, version.loudnessLufs !== null && `${version.loudnessLufs.toFixed(1).replace('-', '−')} LUFS`],
  ];
  const known = facts.filter(([, value]) => Boolean(value));
  if (known.length === 0) return null;
  return (
    <section aria-labelledby="details" className="grid content-start gap-2">
      <h2 id="details" className="text-lg font-semibold">
        {text.details}
      </h2>
      <dl className="grid">
        {known.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-6 border-b border-line py-2.5 text-sm last:border-0">
            <dt className="text-muted">{name}</dt>
            <dd className="text-right">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function formatOf({ sampleRateHz, bitDepth, channels }: TrackView['version']): string {
  const kHz = ((sampleRateHz ?? 0) / 1000).toLocaleString('en', { maximumFractionDigits: 1 });
  return text.formatOf(kHz, bitDepth, channels === null ? '' : text.channels(channels));
}

/** English name of a BCP 47 tag; the tag itself when it has none. */
function languageName(tag: string): string {
  return new Intl.DisplayNames('en', { type: 'language', fallback: 'code' }).of(tag) ?? tag;
}
