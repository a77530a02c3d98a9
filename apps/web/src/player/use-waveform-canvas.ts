import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { drawWaveform, type WaveColours } from './draw-waveform.ts';
import { toBars } from './peaks.ts';
import { usePeaks } from './use-peaks.ts';

interface Input {
  readonly trackId: string;
  readonly durationS: number;
  readonly positionS: number;
  readonly positionNow: () => number;
  readonly moving: boolean;
  readonly hoverS: number | null;
  readonly barPx: number;
  readonly gapPx: number;
  readonly horizon: number;
}

/** Keeps a canvas drawn: on every frame while it moves, else only when something changed (size, theme, position, pointer). */
export function useWaveformCanvas(input: Input): { canvas: RefObject<HTMLCanvasElement | null> } {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [box, setBox] = useState({ widthPx: 0, heightPx: 0 });
  const [colours, setColours] = useState<WaveColours | null>(null);
  const peaks = usePeaks(input.trackId);
  const bars = useMemo(
    () =>
      peaks === null
        ? new Float32Array()
        : toBars(peaks, Math.floor((box.widthPx + input.gapPx) / (input.barPx + input.gapPx))),
    [peaks, box.widthPx, input.barPx, input.gapPx],
  );

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      setBox({ widthPx: element.clientWidth, heightPx: element.clientHeight });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const read = () => setColours(readColours());
    read();
    return watchTheme(read);
  }, []);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || colours === null || box.widthPx === 0) return;
    const scale = devicePixelRatio;
    element.width = Math.round(box.widthPx * scale);
    element.height = Math.round(box.heightPx * scale);
    context.scale(scale, scale);
    const share = (seconds: number) => (input.durationS > 0 ? Math.min(seconds / input.durationS, 1) : 0);
    const draw = () => {
      const hover = input.hoverS === null ? null : share(input.hoverS);
      drawWaveform(context, { ...input, ...box, bars, played: share(input.positionNow()), hover }, colours);
    };
    draw();
    if (!input.moving) return;
    let frame = requestAnimationFrame(function next() {
      draw();
      frame = requestAnimationFrame(next);
    });
    return () => cancelAnimationFrame(frame);
  }, [input, box, bars, colours]);

  return { canvas };
}

/** Colours of the theme that is shown; the tokens are registered as colours, so their values are resolved. */
function readColours(): WaveColours {
  const style = getComputedStyle(document.documentElement);
  return {
    rest: style.getPropertyValue('--lw-wave'),
    played: style.getPropertyValue('--lw-accent'),
    hover: style.getPropertyValue('--lw-wave-hover'),
  };
}

/** Calls back when the page's colours changed, by the person's choice or the system's. */
function watchTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', onChange);
  return () => {
    observer.disconnect();
    scheme.removeEventListener('change', onChange);
  };
}
