/** Counts tries per key within a window, in process or in Redis, so several nodes share one count. */
export interface RateLimits extends AsyncDisposable {
  /**
   * Takes `cost` from the budget of `key`. Answers what is left and when the window ends;
   * `allowed` is false when the budget was already used up.
   * A negative cost gives back what an earlier call took (a try that turned out to be no abuse).
   */
  consume(key: string, rule: { budget: number; windowS: number; cost?: number }): Promise<RateVerdict>;
  /** Forgets a key (after a successful login). */
  reset(key: string, rule: { budget: number; windowS: number }): Promise<void>;
}

export interface RateVerdict {
  readonly allowed: boolean;
  readonly remaining: number;
  readonly resetInS: number;
}
