import { SingleBar, Presets } from 'cli-progress';

/** Where a command speaks: a bar on a terminal, plain lines elsewhere, one JSON value per line with `--json`. */
export interface Output {
  line(text: string): void;
  /** Machine-readable result; printed only with `--json`. */
  result(data: unknown): void;
  progress(state: { done: number; total: number; label: string }): void;
  end(): void;
}

export function createOutput(options: { json: boolean; stream: NodeJS.WriteStream }): Output {
  const { stream } = options;
  const write = (text: string) => stream.write(`${text}\n`);
  if (options.json) {
    return {
      line: () => {},
      result: (data) => write(JSON.stringify(data)),
      progress: (state) => write(JSON.stringify({ progress: state })),
      end: () => {},
    };
  }
  if (!stream.isTTY) {
    let lastPercent = -1;
    return {
      line: write,
      result: () => {},
      progress: ({ done, total, label }) => {
        const percent = total === 0 ? 100 : Math.floor((done * 100) / total);
        if (percent !== lastPercent) write(`${percent} % (${done}/${total}) ${label}`);
        lastPercent = percent;
      },
      end: () => {},
    };
  }
  const bar = new SingleBar(
    { format: '{bar} {percentage} % | {value}/{total} | {label}', stream },
    Presets.shades_classic,
  );
  let running = false;
  return {
    line: (text) => {
      if (running) stream.write('\r\u001b[2K');
      write(text);
    },
    result: () => {},
    progress: ({ done, total, label }) => {
      if (!running) bar.start(total, done, { label });
      running = true;
      bar.update(done, { label });
    },
    end: () => {
      if (running) bar.stop();
      running = false;
    },
  };
}
