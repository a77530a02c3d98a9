import { AsyncLocalStorage } from 'node:async_hooks';

/** Runs one piece of background work at a time, again when woken meanwhile, and at least every `pollMs`. */
export interface Pump {
  /** Asks for a run soon; cheap and safe from anywhere, a transaction included. */
  wake(): void;
  /** Does one whole run that begins after this call, and rejects with its error; for tests and shutdown. */
  flush(): Promise<void>;
  /** True once `stop` was called; long work checks it between steps. */
  readonly stopping: boolean;
  /** No further run starts; resolves when the current one has ended. */
  stop(): Promise<void>;
}

/** Starts polling at once. Errors of `work` go to `onError` and end only that run. */
export function startPump(options: {
  work: () => Promise<void>;
  pollMs: number;
  onError: (error: unknown) => void;
}): Pump {
  // A notification may arrive inside a transaction's async context, where the outer database handle is refused.
  const detached = AsyncLocalStorage.snapshot();
  const state = { again: false, stopping: false, running: null as Promise<void> | null };

  async function run(): Promise<void> {
    do {
      state.again = false;
      await options.work().catch(options.onError);
    } while (state.again && !state.stopping);
    state.running = null;
  }
  function wake(): void {
    state.again = true;
    if (!state.stopping && !state.running) state.running = detached(run);
  }
  async function flush(): Promise<void> {
    while (state.running) await state.running;
    const mine = detached(options.work);
    const ended = () => {
      state.running = null;
      if (state.again) wake();
    };
    state.running = mine.then(ended, ended);
    await mine;
  }
  const timer = setInterval(wake, options.pollMs);
  timer.unref();
  wake();
  return {
    wake,
    flush,
    get stopping() {
      return state.stopping;
    },
    async stop() {
      state.stopping = true;
      clearInterval(timer);
      await state.running;
    },
  };
}
