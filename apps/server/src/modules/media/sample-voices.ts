/**
 * Small instruments as expressions of ffmpeg's `aevalsrc` (variables: `t` = seconds, `n` = number of the sample). A note's phase
 * starts with the note, at zero, and its envelope ends at zero, so notes join without clicks. Pitches are MIDI numbers; 0 is a rest.
 *
 * ffmpeg evaluates an expression anew for each sample, so what is used twice is kept in a register (`st`, `ld`; each expression
 * has ten of its own) and a voice is one channel, placed between the ears by the mixer: that made a piece ten times cheaper.
 */
export interface Voice {
  readonly expression: string;
  /** Gains of this voice in the two ears. */
  readonly left: number;
  readonly right: number;
}

const hertz = (midi: number) => (midi === 0 ? 0 : 440 * 2 ** ((midi - 69) / 12));
const number = (value: number) => String(Number(value.toFixed(4)));

/** Registers: time within the note, number of the note, phase. */
const [local, index, phase] = ['ld(0)', 'ld(1)', 'ld(2)'] as const;

/** Begins an expression: the time within a note of `stepS` and the number of the note in a tune of `count` notes. */
function clock(stepS: number, count: number): string {
  const step = number(stepS);
  return `st(0,mod(t,${step}));st(1,mod(floor(t/${step}),${count}));`;
}

/** The value of the current note, as a balanced tree of conditions. */
function stepped(values: readonly number[], from = 0, to = values.length): string {
  if (values.slice(from, to).every((value) => value === values[from])) return number(values[from] ?? 0);
  const middle = (from + to) >> 1;
  return `if(lt(${index},${middle}),${stepped(values, from, middle)},${stepped(values, middle, to)})`;
}

/** Slow chord: three soft partials for each note, slightly apart in the two ears. */
export function pad(chords: readonly (readonly number[])[], barS: number, gain: number): Voice[] {
  const notes = chords[0]?.length ?? 0;
  const side = (detune: number) => {
    const tones = Array.from({ length: notes }, (_, note) => {
      const pitch = stepped(chords.map((chord) => hertz(chord[note] ?? 0) * detune));
      return `st(2,2*PI*${local}*${pitch});st(3,ld(3)+sin(${phase})+0.35*sin(2*${phase})+0.12*sin(3.004*${phase}));`;
    });
    const swell = `pow(sin(PI*${local}/${number(barS)}),0.6)`;
    return `${clock(barS, chords.length)}st(3,0);${tones.join('')}${swell}*ld(3)`;
  };
  return [
    { expression: side(1.0015), left: gain, right: 0 },
    { expression: side(0.9985), left: 0, right: gain },
  ];
}

/** Plucked string or music box: bright at once, gone after `decayS`. `pan` from −1 (left) to 1. */
export function pluck(
  notes: readonly number[],
  shape: { stepS: number; decayS: number; gain: number; pan?: number; bright?: number },
): Voice[] {
  const pitch = `st(2,2*PI*${local}*${stepped(notes.map(hertz))});`;
  const tone = `(sin(${phase})+${number(shape.bright ?? 0.4)}*exp(-9*${local})*sin(2*${phase})+0.15*exp(-14*${local})*sin(4.01*${phase}))`;
  // The last 10 ms close the note before the next one begins.
  const close = `min(1,(${number(shape.stepS)}-${local})*100)`;
  const envelope = `exp(-${local}/${number(shape.decayS)})*min(1,${local}*400)*${close}`;
  const angle = (((shape.pan ?? 0) + 1) * Math.PI) / 4;
  return [
    {
      expression: `${clock(shape.stepS, notes.length)}${pitch}${tone}*${envelope}`,
      left: shape.gain * Math.cos(angle),
      right: shape.gain * Math.sin(angle),
    },
  ];
}

/** Bass drum: a sine that falls from 160 to 48 Hz. */
export function kick(periodS: number, gain: number): Voice[] {
  const hit = `sin(2*PI*(48*${local}+3.5*(1-exp(-32*${local}))))*exp(-7*${local})`;
  return [{ expression: `${clock(periodS, 1)}${hit}`, left: gain, right: gain }];
}

/** Short noise: a hi-hat when it dies fast, a brush when slowly. */
export function noise(shape: { periodS: number; offsetS: number; dying: number; gain: number }): Voice[] {
  const since = `mod(t+${number(shape.periodS - shape.offsetS)},${number(shape.periodS)})`;
  return [{ expression: `(random(0)-0.5)*exp(-${number(shape.dying)}*${since})`, left: shape.gain, right: shape.gain }];
}

/** Slow waves of noise, like surf, that reach the two ears one after the other. */
export function surf(periodS: number, gain: number): Voice[] {
  const side = (seed: number, shift: number) =>
    `if(n,0,st(0,${seed}));(random(0)-0.5)*pow(0.5+0.5*sin(2*PI*t/${number(periodS)}+${number(shift)}),2)`;
  return [
    { expression: side(1, 0), left: gain, right: 0 },
    { expression: side(2, 1.1), left: 0, right: gain },
  ];
}

/** The start of a filter graph that plays the voices (at most 8) together in stereo. */
export function mix(voices: readonly Voice[], sound: { durationS: number; rateHz: number }): string {
  const side = (ear: 'left' | 'right') => voices.map((voice, channel) => `${number(voice[ear])}*c${channel}`).join('+');
  const expressions = voices.map((voice) => voice.expression).join('|');
  return `aevalsrc=exprs='${expressions}':s=${sound.rateHz}:d=${sound.durationS},pan=stereo|c0=${side('left')}|c1=${side('right')}`;
}
