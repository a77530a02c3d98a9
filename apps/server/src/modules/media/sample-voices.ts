/**
 * Small instruments as expressions of ffmpeg's `aevalsrc` (variable `t` = seconds). A note's phase starts with the note, at zero, and its
 * envelope ends at zero, so notes join without clicks. Pitches are MIDI numbers; 0 is a rest.
 */
export type Voice = readonly [left: string, right: string];

const hertz = (midi: number) => (midi === 0 ? 0 : 440 * 2 ** ((midi - 69) / 12));
const number = (value: number) => String(Number(value.toFixed(4)));

/** Chooses by `floor(t/stepS)` modulo the list, as a balanced tree of conditions. */
function stepped(values: readonly number[], stepS: number): string {
  const index = `mod(floor(t/${number(stepS)}),${values.length})`;
  const choose = (from: number, to: number): string => {
    if (to - from === 1) return number(values[from] ?? 0);
    const middle = (from + to) >> 1;
    return `if(lt(${index},${middle}),${choose(from, middle)},${choose(middle, to)})`;
  };
  return choose(0, values.length);
}

const within = (stepS: number) => `mod(t,${number(stepS)})`;

/** Slow chord: three soft partials for each note, slightly apart in the two ears. */
export function pad(chords: readonly (readonly number[])[], barS: number, gain: number): Voice {
  const notes = chords[0]?.length ?? 0;
  const side = (detune: number) => {
    const tones = Array.from({ length: notes }, (_, note) => {
      const pitch = stepped(
        chords.map((chord) => hertz(chord[note] ?? 0) * detune),
        barS,
      );
      const phase = `2*PI*${within(barS)}*(${pitch})`;
      return `(sin(${phase})+0.35*sin(2*${phase})+0.12*sin(3.004*${phase}))`;
    });
    const swell = `pow(sin(PI*${within(barS)}/${number(barS)}),0.6)`;
    return `${number(gain)}*${swell}*(${tones.join('+')})`;
  };
  return [side(1.0015), side(0.9985)];
}

/** Plucked string or music box: bright at once, gone after `decayS`. `pan` from −1 (left) to 1. */
export function pluck(
  notes: readonly number[],
  shape: { stepS: number; decayS: number; gain: number; pan?: number; bright?: number },
): Voice {
  const local = within(shape.stepS);
  const phase = `2*PI*${local}*(${stepped(notes.map(hertz), shape.stepS)})`;
  const tone = `(sin(${phase})+${number(shape.bright ?? 0.4)}*exp(-9*${local})*sin(2*${phase})+0.15*exp(-14*${local})*sin(4.01*${phase}))`;
  // The last 10 ms close the note before the next one begins.
  const close = `min(1,(${number(shape.stepS)}-${local})*100)`;
  const body = `${tone}*exp(-${local}/${number(shape.decayS)})*min(1,${local}*400)*${close}`;
  const angle = (((shape.pan ?? 0) + 1) * Math.PI) / 4;
  return [`${number(shape.gain * Math.cos(angle))}*${body}`, `${number(shape.gain * Math.sin(angle))}*${body}`];
}

/** Bass drum: a sine that falls from 160 to 48 Hz. */
export function kick(periodS: number, gain: number): Voice {
  const local = within(periodS);
  const hit = `${number(gain)}*sin(2*PI*(48*${local}+112*(1-exp(-32*${local}))/32))*exp(-7*${local})`;
  return [hit, hit];
}

/** Short noise: a hi-hat when it dies fast, a brush when slowly. `register` keeps the two ears' noises apart. */
export function noise(shape: {
  periodS: number;
  offsetS: number;
  dying: number;
  gain: number;
  register: number;
}): Voice {
  const local = `mod(t+${number(shape.periodS - shape.offsetS)},${number(shape.periodS)})`;
  const side = (register: number) =>
    `${number(shape.gain)}*(random(${register})-0.5)*exp(-${number(shape.dying)}*${local})`;
  return [side(shape.register), side(shape.register + 1)];
}

/** Slow waves of noise, like surf. */
export function surf(periodS: number, gain: number, register: number): Voice {
  const side = (shift: number, which: number) =>
    `${number(gain)}*(random(${which})-0.5)*pow(0.5+0.5*sin(2*PI*t/${number(periodS)}+${number(shift)}),2)`;
  return [side(0, register), side(1.1, register + 1)];
}

/** One stereo expression pair of several voices. */
export function mix(voices: readonly Voice[]): Voice {
  return [voices.map(([left]) => left).join('+'), voices.map(([, right]) => right).join('+')];
}
