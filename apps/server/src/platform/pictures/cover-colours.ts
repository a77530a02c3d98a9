import { createHash } from 'node:crypto';

/** First 12 hex digits of the title's SHA-256: the seed of everything drawn for a title. */
export function titleHash(title: string): string {
  return createHash('sha256').update(title).digest('hex').slice(0, 12);
}

export interface CoverColours {
  /** `#rrggbb`: the ground's two ends and the line of the waveform. */
  readonly from: string;
  readonly to: string;
  readonly line: string;
}

/** `#rrggbb` of a colour in HSL (degrees, 0–1, 0–1), CSS Color 4 §7.1. */
function hex(hue: number, saturation: number, lightness: number): string {
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    const value = lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

/** Two colours of a title, 40–100° apart, deep enough for a white waveform to stand out (contrast ≥ 3). */
export function coverColours(title: string): CoverColours {
  const hash = titleHash(title);
  const byte = (index: number) => Number.parseInt(hash.slice(index * 2, index * 2 + 2), 16);
  const hue = (byte(0) / 256) * 360;
  const turn = (40 + (byte(1) / 256) * 60) * (byte(2) < 128 ? 1 : -1);
  return { from: hex(hue, 0.62, 0.38), to: hex((hue + turn + 360) % 360, 0.7, 0.22), line: '#ffffff' };
}
