import { player as text } from '../strings/en.ts';
import { positionNow, seek } from './controls.ts';
import { useCurrentTrack, usePlayer } from './player-store.ts';
import { Waveform } from './waveform.tsx';

/** The waveform of whatever is current. */
export function CurrentWaveform({ look }: { look: 'hero' | 'line' }) {
  const track = useCurrentTrack();
  const positionS = usePlayer((state) => state.positionS);
  const durationS = usePlayer((state) => state.durationS);
  const moving = usePlayer((state) => state.status === 'playing');
  if (track === null) return null;
  return (
    <Waveform
      trackId={track.id}
      durationS={durationS || track.durationMs / 1000}
      positionS={positionS}
      positionNow={positionNow}
      moving={moving}
      label={text.position}
      look={look}
      onSeek={seek}
    />
  );
}
