export interface WaveColours {
  readonly rest: string;
  readonly played: string;
  readonly hover: string;
}
export interface WaveFrame {
  readonly bars: Float32Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Share played, 0–1. */
  readonly played: number;
  /** Share under the pointer; null when it is elsewhere. */
  readonly hover: number | null;
  readonly barPx: number;
  readonly gapPx: number;
  /** Share of the height above the horizon; the rest is its reflection. */
  readonly horizon: number;
}

/**
 * The horizon line that carries sound: bars rise from one thin line and are reflected, fainter, below it. Where there is no
 * peak yet, the line alone is drawn. One path per colour, so that a frame costs a few calls whatever its width.
 */
export function drawWaveform(context: CanvasRenderingContext2D, frame: WaveFrame, colours: WaveColours): void {
  const { widthPx, heightPx, bars, played, hover, barPx, gapPx } = frame;
  const lineY = Math.round(heightPx * frame.horizon);
  const playedX = played * widthPx;
  const hoverX = hover === null ? playedX : hover * widthPx;
  context.clearRect(0, 0, widthPx, heightPx);

  const paint = (from: number, to: number, colour: string) => {
    if (to <= from) return;
    context.save();
    context.beginPath();
    context.rect(from, 0, to - from, heightPx);
    context.clip();
    context.fillStyle = colour;
    context.fillRect(from, lineY - 0.5, to - from, 1);
    context.beginPath();
    barsPath({ context, bars, step: barPx + gapPx, barPx, from, to, y: lineY, span: -(lineY - 1) });
    context.fill();
    context.globalAlpha = 0.38;
    context.beginPath();
    barsPath({ context, bars, step: barPx + gapPx, barPx, from, to, y: lineY + 1, span: heightPx - lineY - 2 });
    context.fill();
    context.restore();
  };
  const [low, high] = [Math.min(playedX, hoverX), Math.max(playedX, hoverX)];
  paint(0, low, colours.played);
  paint(low, high, colours.hover);
  paint(high, widthPx, colours.rest);
}

interface BarsPath {
  readonly context: CanvasRenderingContext2D;
  readonly bars: Float32Array;
  readonly step: number;
  readonly barPx: number;
  readonly from: number;
  readonly to: number;
  readonly y: number;
  /** Height of a full bar; negative grows upwards. */
  readonly span: number;
}

function barsPath({ context, bars, step, barPx, from, to, y, span }: BarsPath): void {
  const first = Math.max(0, Math.floor(from / step) - 1);
  const last = Math.min(bars.length, Math.ceil(to / step) + 1);
  for (let i = first; i < last; i++) {
    const height = (bars[i] ?? 0) * span;
    if (Math.abs(height) >= 1) context.roundRect(i * step, y, barPx, height, barPx / 2);
  }
}
