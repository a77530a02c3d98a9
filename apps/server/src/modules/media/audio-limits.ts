/** What an original may be (spec "Originals"), and what the programs that read it may use. */
export const audioLimits = {
  durationMinMs: 1000,
  durationMaxMs: 8 * 3600 * 1000,
  channelsMax: 8,
  sampleRateMinHz: 8000,
  sampleRateMaxHz: 384_000,
  /** Embedded covers above this are ignored; the track is not refused for them. */
  coverMaxBytes: 20 * 1024 ** 2,
  /** Tags of a hostile file may take the parser for ever. */
  tagsTimeoutMs: 4000,
} as const;

/**
 * Limits of reading a header. CPU, not wall time, is the tight one: a file that makes ffprobe spin is refused after 3 s,
 * a machine that is merely busy does not refuse a good file.
 */
export const probeLimits = {
  wallMs: 20_000,
  cpuS: 3,
  addressSpaceBytes: 3 * 1024 ** 3,
  fileSizeBytes: 1024 ** 2,
  openFiles: 64,
} as const;

/** Limits of one transcoding: 0.5 s of CPU per second of sound is 15 times what it needs; files stay below 2 GiB (8 h of MP3 320 are 1.2 GB). */
export function transcodeLimits(durationMs: number) {
  const durationS = Math.ceil(durationMs / 1000);
  return {
    wallMs: (120 + 2 * durationS) * 1000,
    cpuS: 60 + Math.ceil(durationS / 2),
    addressSpaceBytes: 4 * 1024 ** 3,
    fileSizeBytes: 2 * 1024 ** 3,
    openFiles: 256,
  };
}
