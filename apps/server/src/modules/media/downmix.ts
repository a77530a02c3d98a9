/** Gains of one source channel into left and right. */
type Gains = readonly [left: number, right: number];

const half = Math.SQRT1_2;
/**
 * ITU-R BS.775-3 table 2: centre and surrounds at −3 dB, no LFE. A mono source goes to both sides at −3 dB, so that the
 * stereo rendition has the loudness (EBU R128) of its source.
 */
const gainsOf: Readonly<Record<string, Gains>> = {
  FL: [1, 0],
  FR: [0, 1],
  DL: [1, 0],
  DR: [0, 1],
  FC: [half, half],
  LFE: [0, 0],
  BL: [half, 0],
  BR: [0, half],
  SL: [half, 0],
  SR: [0, half],
  FLC: [half, 0],
  FRC: [0, half],
  BC: [0.5, 0.5],
};

/** Channel order of ffmpeg's standard layouts (`ffmpeg -layouts`). */
const layouts: Readonly<Record<string, string>> = {
  mono: 'FC',
  stereo: 'FL FR',
  downmix: 'DL DR',
  '2.1': 'FL FR LFE',
  '3.0': 'FL FR FC',
  '3.0(back)': 'FL FR BC',
  '4.0': 'FL FR FC BC',
  quad: 'FL FR BL BR',
  'quad(side)': 'FL FR SL SR',
  '3.1': 'FL FR FC LFE',
  '5.0': 'FL FR FC BL BR',
  '5.0(side)': 'FL FR FC SL SR',
  '4.1': 'FL FR FC LFE BC',
  '5.1': 'FL FR FC LFE BL BR',
  '5.1(side)': 'FL FR FC LFE SL SR',
  '6.0': 'FL FR FC BC SL SR',
  '6.0(front)': 'FL FR FLC FRC SL SR',
  hexagonal: 'FL FR FC BL BR BC',
  '6.1': 'FL FR FC LFE BC SL SR',
  '6.1(back)': 'FL FR FC LFE BL BR BC',
  '6.1(front)': 'FL FR LFE FLC FRC SL SR',
  '7.0': 'FL FR FC BL BR SL SR',
  '7.0(front)': 'FL FR FC FLC FRC SL SR',
  '7.1': 'FL FR FC LFE BL BR SL SR',
  '7.1(wide)': 'FL FR FC LFE BL BR FLC FRC',
  '7.1(wide-side)': 'FL FR FC LFE FLC FRC SL SR',
  octagonal: 'FL FR FC BL BR BC SL SR',
};

/** What files without a layout mean by their channels (WAVEFORMATEX defaults). */
const usualLayouts = ['mono', 'stereo', '3.0', 'quad', '5.0', '5.1', '6.1', '7.1'] as const;

/** Speakers of a source in channel order; one entry for each channel. */
function speakersOf(channels: number, layout: string | null): readonly string[] {
  const named = layout === null ? undefined : layouts[layout]?.split(' ');
  if (named?.length === channels) return named;
  return layouts[usualLayouts[channels - 1] ?? 'stereo']?.split(' ') ?? [];
}

/**
 * Filter that turns a source of 1–8 channels into stereo with explicit gains in float (ffmpeg's own downmix depends on the
 * sample format); null when it is stereo already. The sum is not scaled down: loudness is kept, peaks are measured.
 */
export function stereoPan(channels: number, layout: string | null): string | null {
  const speakers = speakersOf(channels, layout);
  if (channels === 2) return null;
  const side = (index: 0 | 1) =>
    speakers
      .map((speaker, channel) => ({ channel, gain: gainsOf[speaker]?.[index] ?? 0 }))
      .filter(({ gain }) => gain > 0)
      .map(({ channel, gain }) => `${Number(gain.toFixed(6))}*c${channel}`)
      .join('+');
  return `aformat=sample_fmts=fltp,pan=stereo|c0=${side(0)}|c1=${side(1)}`;
}

/** Filter that makes the mono signal of the peaks from stereo: the mean, as audiowaveform does. */
export const monoOfStereo = 'pan=mono|c0=0.5*c0+0.5*c1';
