/** Parser of ffmpeg's `-progress` output: calls back with the media time written so far, in ms, once per report. */
export function createProgressParser(onProgress: (progress: { outTimeMs: number }) => void): (chunk: Buffer) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    // Bounded: a line of a program that is not ffmpeg's progress may be endless.
    rest = (lines.pop() ?? '').slice(-4096);
    for (const line of lines) {
      // Despite its name out_time_ms holds microseconds in every release; out_time_us says so.
      const match = /^out_time_us=(\d+)/.exec(line);
      if (match) onProgress({ outTimeMs: Math.floor(Number(match[1]) / 1000) });
    }
  };
}
