import Hls from 'hls.js/light';

export interface HlsAttachment {
  destroy(): void;
}

/** Seconds kept ahead: enough for a tunnel, small enough that a skipped track wastes little. */
const bufferAheadS = 45;
const networkRetriesMax = 4;

/** Plays an HLS playlist on an audio element through Media Source. Resolves when the source is attached. */
export async function attachHls(input: {
  audio: HTMLAudioElement;
  url: string;
  positionS: number;
  /** `refused`: the signed URLs are no longer valid; `decode`: this encode cannot be played here. */
  onFailure: (cause: 'refused' | 'network' | 'decode') => void;
}): Promise<HlsAttachment> {
  const hls = new Hls({
    maxBufferLength: bufferAheadS,
    maxMaxBufferLength: bufferAheadS * 2,
    backBufferLength: 60,
    startPosition: input.positionS,
    enableWorker: false,
  });
  let networkRetries = 0;
  let decodeRetried = false;
  let settled = false;
  const giveUp = (cause: 'refused' | 'network' | 'decode') => {
    if (settled) return;
    settled = true;
    input.onFailure(cause);
  };

  hls.on(Hls.Events.FRAG_BUFFERED, () => {
    networkRetries = 0;
  });
  hls.on(Hls.Events.ERROR, (_event, data) => {
    const status = data.response?.code;
    if (status === 403 || status === 410) return giveUp('refused');
    if (!data.fatal) return;
    if (data.type === Hls.ErrorTypes.NETWORK_ERROR && networkRetries < networkRetriesMax) {
      networkRetries += 1;
      hls.startLoad();
    } else if (data.type === Hls.ErrorTypes.MEDIA_ERROR && !decodeRetried) {
      decodeRetried = true;
      hls.recoverMediaError();
    } else {
      giveUp(data.type === Hls.ErrorTypes.NETWORK_ERROR ? 'network' : 'decode');
    }
  });

  const attached = new Promise<void>((resolve) => hls.once(Hls.Events.MEDIA_ATTACHED, () => resolve()));
  hls.loadSource(input.url);
  hls.attachMedia(input.audio);
  await attached;
  return { destroy: () => hls.destroy() };
}
