import { kick, noise, pad, pluck, surf, type Voice } from './sample-voices.ts';

/** A short piece that the server plays by itself; `effects` is an ffmpeg filter chain. */
export interface SamplePiece {
  readonly title: string;
  readonly durationS: number;
  /** Rate of synthesis, twice the highest sound of the piece; its cost is evaluating the expressions for each sample. */
  readonly rateHz: number;
  readonly voices: readonly Voice[];
  readonly effects: string;
}

const hall = 'aecho=0.85:0.75:61|97|149|233:0.32|0.26|0.2|0.14';
const plate = 'aecho=0.9:0.8:31|47|73:0.25|0.2|0.15';

/** D major, slow: wide chords under a few plucked notes. */
const harbourLights: SamplePiece = {
  title: 'Harbour Lights',
  durationS: 27,
  rateHz: 22_050,
  voices: [
    pad(
      [
        [38, 57, 62, 66, 73],
        [35, 54, 62, 66, 69],
        [43, 55, 59, 66, 71],
        [45, 57, 61, 64, 71],
      ],
      4.5,
      0.075,
    ),
    pluck([0, 78, 0, 81, 85, 0, 83, 0, 0, 78, 76, 0, 74, 0, 0, 73], {
      stepS: 1.125,
      decayS: 0.7,
      gain: 0.16,
      pan: 0.3,
    }),
    pluck([0, 0, 69, 0, 0, 74, 0, 73, 0, 0, 0, 71, 0, 69, 0, 0], { stepS: 1.125, decayS: 0.9, gain: 0.12, pan: -0.4 }),
  ].flat(),
  effects: `${hall},lowpass=f=9000`,
};

/** A minor, 112 beats a minute: bass drum, hi-hat, running bass and an arpeggio. */
const beatS = 60 / 112;
const nightTrain: SamplePiece = {
  title: 'Night Train',
  durationS: 48 * beatS,
  rateHz: 32_000,
  voices: [
    kick(beatS, 0.5),
    noise({ periodS: beatS, offsetS: beatS / 2, dying: 55, gain: 0.14 }),
    noise({ periodS: beatS * 2, offsetS: beatS, dying: 18, gain: 0.22 }),
    pluck(
      [
        [33, 33, 45, 33],
        [29, 29, 41, 29],
        [36, 36, 48, 36],
        [31, 31, 43, 35],
      ].flatMap((bar) => [...bar, ...bar]),
      { stepS: beatS / 2, decayS: 0.25, gain: 0.34, bright: 0.6 },
    ),
    pluck(
      [
        [69, 72, 76, 81],
        [65, 69, 72, 77],
        [67, 72, 76, 79],
        [67, 71, 74, 79],
      ].flatMap((bar) => [...bar, ...bar, ...bar, ...bar.toReversed()]),
      { stepS: beatS / 4, decayS: 0.16, gain: 0.13, pan: 0.45 },
    ),
    pad(
      [
        [57, 60, 64],
        [53, 57, 60],
        [55, 60, 64],
        [55, 59, 62],
      ],
      beatS * 4,
      0.05,
    ),
  ].flat(),
  effects: `${plate},acompressor=threshold=0.25:ratio=2.5:attack=15:release=160`,
};

/** F major in three: a music box over a light waltz. */
const thirdS = 0.42;
const paperKites: SamplePiece = {
  title: 'Paper Kites',
  durationS: 72 * thirdS,
  rateHz: 32_000,
  voices: [
    pluck([...[77, 81, 84, 86, 84, 81, 82, 79, 76, 77, 0, 72], ...[74, 77, 81, 82, 81, 77, 79, 76, 72, 77, 0, 0]], {
      stepS: thirdS,
      decayS: 0.38,
      gain: 0.2,
      pan: 0.2,
      bright: 0.7,
    }),
    pluck(
      [
        [41, 60, 60],
        [46, 62, 62],
        [48, 64, 64],
        [41, 60, 60],
        [50, 62, 62],
        [46, 62, 62],
        [48, 64, 64],
        [41, 60, 0],
      ].flat(),
      { stepS: thirdS, decayS: 0.45, gain: 0.17, pan: -0.25, bright: 0.2 },
    ),
    pad(
      [
        [65, 69, 72],
        [65, 70, 74],
        [64, 67, 72],
        [65, 69, 72],
      ],
      thirdS * 6,
      0.03,
    ),
  ].flat(),
  effects: `${plate},highpass=f=45`,
};

/** C minor, no pulse: a low drone that trembles, surf, and far bells. */
const lowTide: SamplePiece = {
  title: 'Low Tide',
  durationS: 30,
  rateHz: 22_050,
  voices: [
    pad(
      [
        [36, 43, 48, 55],
        [36, 44, 48, 56],
        [34, 41, 50, 58],
        [36, 43, 51, 55],
      ],
      5,
      0.1,
    ),
    surf(8, 0.16),
    pluck([0, 0, 87, 0, 84, 0, 0, 0, 82, 0, 79, 0, 0, 0, 75, 0], { stepS: 1.25, decayS: 1.1, gain: 0.09, pan: 0.5 }),
  ].flat(),
  effects: `tremolo=f=0.4:d=0.35,${hall},lowpass=f=6500`,
};

export const samplePieces = [harbourLights, nightTrain, paperKites, lowTide] as const;
