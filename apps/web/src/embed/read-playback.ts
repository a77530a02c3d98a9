import type { PlaybackView } from '@longwave/contracts/delivery';

/** Signed URLs of a public track, asked for without cookies: an embed never knows who looks at it. */
export async function readPlaybackOf(trackId: string): Promise<PlaybackView> {
  const response = await fetch(`/api/tracks/${trackId}/playback`, { credentials: 'omit' });
  if (!response.ok) throw new Error(`playback: the server answered ${response.status}`);
  return ((await response.json()) as { data: PlaybackView }).data;
}
