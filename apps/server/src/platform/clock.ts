/** Source of time; everything that compares or stores a time takes it from here so tests can move it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that tests set and advance by hand. */
export class FakeClock implements Clock {
  #nowMs: number;
  constructor(start: Date) {
    this.#nowMs = start.getTime();
  }
  now(): Date {
    return new Date(this.#nowMs);
  }
  advanceMs(ms: number): void {
    this.#nowMs += ms;
  }
}
