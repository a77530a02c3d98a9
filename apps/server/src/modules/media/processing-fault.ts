import type { FailureCode, ProcessingFailure } from '@longwave/contracts/errors';

/** What happened, and what its owner can do about it. */
const explanations: Record<FailureCode, { message: string; hint: string }> = {
  'media.empty_file': { message: 'The file is empty.', hint: 'Export it again and check its size before uploading.' },
  'media.unreadable': {
    message: 'The file looks like audio but cannot be read.',
    hint: 'It is probably damaged. Export it again, best as WAV or FLAC.',
  },
  'media.no_audio': {
    message: 'The file holds no audio stream.',
    hint: 'Upload the sound itself, for example as WAV or FLAC.',
  },
  'media.not_a_media_file': {
    message: 'This is not an audio file.',
    hint: 'Upload WAV, AIFF, FLAC, ALAC or AAC in M4A, MP3, Ogg, Opus, WebM, CAF, WavPack, APE or TTA.',
  },
  'media.container_refused': {
    message: 'Archives, playlists and documents are not accepted.',
    hint: 'Unpack it and upload the audio files themselves.',
  },
  'media.truncated': {
    message: 'The file ends before the length that its header promises.',
    hint: 'The export or a copy was cut off. Export it again and upload the new file.',
  },
  'media.too_short': { message: 'The sound is shorter than one second.', hint: 'Upload at least one second of sound.' },
  'media.too_long': { message: 'The sound is longer than 8 hours.', hint: 'Split it into parts of at most 8 hours.' },
  'media.sample_rate_out_of_range': {
    message: 'The sample rate is outside 8 to 384 kHz.',
    hint: 'Export it at 44.1 or 48 kHz.',
  },
  'media.channels_out_of_range': {
    message: 'The file has more than 8 channels, or none.',
    hint: 'Export a mono, stereo, 5.1 or 7.1 mix.',
  },
  'media.decode_failed': {
    message: 'The sound is damaged and cannot be decoded.',
    hint: 'Export it again, best as WAV or FLAC.',
  },
  'media.silent_decode': {
    message: 'The file decodes to no sound at all.',
    hint: 'It holds a header but no samples. Export it again.',
  },
  'media.time_limit': {
    message: 'Reading the file took longer than allowed.',
    hint: 'The file is probably damaged. Export it again, best as WAV or FLAC.',
  },
  'media.memory_limit': {
    message: 'Reading the file took more memory than allowed.',
    hint: 'The file is probably damaged. Export it again, best as WAV or FLAC.',
  },
  'media.encoder_missing': {
    message: 'This server has no complete ffmpeg at the moment.',
    hint: 'The operator can install it ("longwave doctor" says how); then retry. Your upload is kept.',
  },
  'media.storage_full': {
    message: 'The server has no space left for the encoded files.',
    hint: 'Retry once the operator has made room. Your upload is kept.',
  },
  'media.original_missing': { message: 'The uploaded file is no longer there.', hint: 'Upload it again.' },
  'media.internal': {
    message: 'Something went wrong on the server, not in your file.',
    hint: 'Retry. If it happens again, tell the operator the time and the title.',
  },
};

/** A reason to stop that no repetition of the same job removes. Anything else that is thrown counts as our own fault and is tried again. */
export class ProcessingFault extends Error {
  readonly failure: ProcessingFailure;

  /** `detail` is for the log, never for the owner. */
  constructor(code: FailureCode, detail?: string) {
    super(`${code}${detail === undefined ? '' : `: ${detail}`}`);
    this.name = 'ProcessingFault';
    this.failure = { code, ...explanations[code] };
  }
}
