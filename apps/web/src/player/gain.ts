/** The loudest an element can be by itself; what is above it needs an amplifier. */
const elementMax = 1;

export interface Gain {
  /** Volume of the person (0–1) times the levelling gain (may be above 1). */
  set(volume: number, level: number): void;
  /** Must run in, or after, a press: browsers keep the amplifier asleep until then. */
  wake(): Promise<void>;
}

/**
 * Volume of an audio element. Up to 1 the element does it alone; only a quiet recording that is to be turned up is routed
 * through Web Audio, and from then on stays there, because an element cannot be taken back out of an audio graph.
 */
export function createGain(audio: HTMLAudioElement): Gain {
  let context: AudioContext | null = null;
  let amplifier: GainNode | null = null;
  let boost = 1;

  const connect = () => {
    context = new AudioContext({ latencyHint: 'playback' });
    amplifier = context.createGain();
    context.createMediaElementSource(audio).connect(amplifier).connect(context.destination);
  };
  /** Sound of another origin would be silenced by the audio graph. */
  const routable = () => audio.src.startsWith('blob:') || audio.src.startsWith(location.origin);

  return {
    set(volume, level) {
      const total = volume * level;
      boost = Math.max(1, total);
      audio.volume = Math.min(elementMax, total);
      if (amplifier !== null) amplifier.gain.value = boost;
    },
    async wake() {
      if (context === null && boost > 1 && routable()) connect();
      if (amplifier !== null) amplifier.gain.value = boost;
      if (context?.state === 'suspended') await context.resume();
    },
  };
}
