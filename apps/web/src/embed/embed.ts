import './embed.css';
import { drawWaveform } from '../player/draw-waveform.ts';
import { formatTime, parseTime } from '../player/format-time.ts';
import { parsePeaks, toBars, type Peaks } from '../player/peaks.ts';
import { embed as text } from '../strings/en.ts';
import type { EmbedData } from './embed-data.ts';
import { readPlaybackOf } from './read-playback.ts';

const shapes = {
  play: 'M7.5 4.9v14.2c0 .9 1 1.4 1.7.9l10.6-7.1c.7-.4.7-1.4 0-1.8L9.2 4c-.7-.5-1.7 0-1.7.9Z',
  pause:
    'M7 4.5h2.6c.5 0 .9.4.9.9v13.2c0 .5-.4.9-.9.9H7c-.5 0-.9-.4-.9-.9V5.4c0-.5.4-.9.9-.9Zm7.4 0H17c.5 0 .9.4.9.9v13.2c0 .5-.4.9-.9.9h-2.6c-.5 0-.9-.4-.9-.9V5.4c0-.5.4-.9.9-.9Z',
} as const;

function element<E extends Element>(selector: string): E {
  const found = document.querySelector<E>(selector);
  if (found === null) throw new Error(`the page lacks ${selector}`);
  return found;
}

const page = {
  play: element<HTMLButtonElement>('#play'),
  shape: element<SVGPathElement>('#play path'),
  wave: element<HTMLDivElement>('#wave'),
  canvas: element<HTMLCanvasElement>('#wave canvas'),
  at: element<HTMLSpanElement>('#at'),
  said: element<HTMLSpanElement>('#said'),
};
const track = JSON.parse(element('#track').textContent ?? 'null') as EmbedData;
const query = new URLSearchParams(location.search);
const durationS = track.durationMs / 1000;

/**
 * The embed plays the MP3 rendition: it starts everywhere without a streaming library, which alone would be twice the
 * budget of the whole page.
 */
const audio = new Audio();
audio.preload = 'none';
let peaks: Peaks | null = null;
let startS = Math.min(parseTime(query.get('t')) ?? 0, durationS);

function positionS(): number {
  return audio.readyState > 0 ? audio.currentTime : startS;
}

function draw(): void {
  const context = page.canvas.getContext('2d');
  const { clientWidth: widthPx, clientHeight: heightPx } = page.canvas;
  if (context === null || widthPx === 0) return;
  page.canvas.width = widthPx * devicePixelRatio;
  page.canvas.height = heightPx * devicePixelRatio;
  context.scale(devicePixelRatio, devicePixelRatio);
  const style = getComputedStyle(page.canvas);
  const bars = peaks === null ? new Float32Array() : toBars(peaks, Math.floor(widthPx / 4));
  drawWaveform(
    context,
    { bars, widthPx, heightPx, played: positionS() / durationS, hover: null, barPx: 3, gapPx: 1, horizon: 0.74 },
    {
      rest: style.getPropertyValue('--lw-wave'),
      played: style.getPropertyValue('--lw-accent'),
      hover: style.getPropertyValue('--lw-wave-hover'),
    },
  );
}

function show(): void {
  const sounding = !audio.paused;
  page.shape.setAttribute('d', sounding ? shapes.pause : shapes.play);
  page.play.setAttribute('aria-label', sounding ? text.pause(track.title) : text.play(track.title));
  page.at.textContent = formatTime(positionS());
  page.wave.setAttribute('aria-valuenow', String(Math.round(positionS())));
  page.wave.setAttribute('aria-valuetext', text.positionValue(formatTime(positionS()), formatTime(durationS)));
  draw();
}

async function play(): Promise<void> {
  page.said.textContent = '';
  try {
    if (audio.src === '' || audio.error !== null) {
      const from = positionS();
      audio.src = (await readPlaybackOf(track.trackId)).mp3.url;
      audio.currentTime = from;
    }
    await audio.play();
  } catch (error) {
    const refused = error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError');
    if (!refused) page.said.textContent = text.failed;
  }
  show();
}

function seek(toS: number): void {
  const to = Math.min(Math.max(toS, 0), durationS);
  startS = to;
  if (audio.readyState > 0) audio.currentTime = to;
  show();
}

const keySteps: Readonly<Record<string, number>> = { ArrowRight: 5, ArrowUp: 5, ArrowLeft: -5, ArrowDown: -5 };
page.play.addEventListener('click', () => (audio.paused ? void play() : audio.pause()));
page.wave.addEventListener('click', (event) => {
  const box = page.wave.getBoundingClientRect();
  seek(((event.clientX - box.left) / box.width) * durationS);
  if (audio.paused) void play();
});
page.wave.addEventListener('keydown', (event) => {
  const step = keySteps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  seek(positionS() + step);
});
for (const name of ['timeupdate', 'play', 'pause', 'ended', 'seeked', 'loadedmetadata']) {
  audio.addEventListener(name, show);
}
new ResizeObserver(draw).observe(page.canvas);

show();
readPlaybackOf(track.trackId)
  .then(({ peaks: { dat } }) => fetch(dat))
  .then((response) => response.arrayBuffer())
  .then((buffer) => {
    peaks = parsePeaks(buffer);
    return show();
  })
  // Without peaks the position is a plain line, and everything works.
  .catch(() => draw());
if (query.get('autoplay') === '1') void play();
