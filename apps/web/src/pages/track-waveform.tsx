import type { TrackView } from '@longwave/contracts/catalog';
import { playTracks, positionNow, seek } from '../player/controls.ts';
import { formatTime } from '../player/format-time.ts';
import { usePlayer, useTrackPlaying } from '../player/player-store.ts';
import { toPlayerTrack } from '../player/to-player-track.ts';
import { Waveform } from '../player/waveform.tsx';
import { track as text } from '../strings/en.ts';

const atStart = () => 0;

/** The waveform of a track's page. While the track is the current one it is the player's; else a press starts it there. */
export function TrackWaveform({ track, list }: { track: TrackView; list: readonly TrackView[] }) {
  const playing = useTrackPlaying(track.id);
  const live = playing !== 'no';
  const positionS = usePlayer((state) => (live ? state.positionS : 0));
  const sounding = usePlayer((state) => live && state.status === 'playing');
  const durationS = (track.durationMs ?? 0) / 1000;
  const onSeek = (toS: number) => {
    if (live) return seek(toS);
    const playable = list.filter((other) => other.status === 'ready');
    playTracks(
      playable.map(toPlayerTrack),
      playable.findIndex((other) => other.id === track.id),
      toS,
    );
  };
  return (
    <div>
      <Waveform
        trackId={track.id}
        durationS={durationS}
        positionS={positionS}
        positionNow={live ? positionNow : atStart}
        moving={sounding}
        label={text.waveformOf(track.title)}
        look="hero"
        onSeek={onSeek}
      />
      <div className="mt-1 flex justify-between text-sm text-muted tabular" aria-hidden="true">
        <span>{formatTime(positionS)}</span>
        <span>{formatTime(durationS)}</span>
      </div>
    </div>
  );
}
