import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { describeError } from './http/describe-error.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { Log } from './log.ts';

export interface RequestSample {
  readonly method: string;
  /** The route's pattern, never the path: its values would be an unbounded set. */
  readonly route: string;
  readonly status: number;
  readonly durationS: number;
}

/** One current value of a gauge with its labels. */
export interface Reading {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A gauge that is read when Prometheus asks. */
export interface GaugeSource {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  read(): Promise<readonly Reading[]> | readonly Reading[];
}

/** What `/metrics` shows. Names follow the Prometheus conventions: base units, `_total` for counters. */
export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  observeRequest(sample: RequestSample): void;
  /** Adds a gauge that is read at each scrape; a failing read leaves the gauge out and is logged. */
  gauge(source: GaugeSource): void;
  /** A counter by name and label values; made once, incremented by the part that counts. */
  counter(definition: {
    name: string;
    help: string;
    labels: readonly string[];
  }): (labels: Record<string, string>, by?: number) => void;
}

/** Seconds; from a cached answer to a slow upload completion. */
const durationBucketsS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** A registry of its own for each app, so that several apps in one process (tests) do not mix. */
export function createMetrics(deps: { log: Log; processMetrics: boolean }): Metrics {
  const registry = new Registry();
  if (deps.processMetrics) collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'longwave_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: durationBucketsS,
    registers: [registry],
  });
  // Label sets are hashed on each lookup; the handful that exist are kept instead.
  const children = new Map<string, { observe(value: number): void }>();
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    observeRequest({ method, route, status, durationS }) {
      const key = `${method} ${status} ${route}`;
      let child = children.get(key);
      if (!child) {
        child = requests.labels(method, route, String(status));
        children.set(key, child);
      }
      child.observe(durationS);
    },
    gauge({ name, help, labels, read }) {
      const register = new Gauge({
        name,
        help,
        labelNames: [...labels],
        registers: [registry],
        async collect() {
          this.reset();
          try {
            for (const reading of await read()) this.set(reading.labels, reading.value);
          } catch (error) {
            deps.log.warn({ error: describeError(error), gauge: name }, 'a gauge could not be read');
          }
        },
      });
      register.reset();
    },
    counter({ name, help, labels }) {
      const counter = new Counter({ name, help, labelNames: [...labels], registers: [registry] });
      return (values, by = 1) => counter.inc(values, by);
    },
  };
}

/** Jobs by queue and state, and the age of the oldest waiting one. */
export function measureJobs(metrics: Metrics, jobs: Pick<Jobs, 'stats'>): void {
  metrics.gauge({
    name: 'longwave_jobs',
    help: 'Jobs by queue and state',
    labels: ['queue', 'state'],
    read: async () =>
      (await jobs.stats()).flatMap(({ name, waiting, active, failed }) => [
        { labels: { queue: name, state: 'waiting' }, value: waiting },
        { labels: { queue: name, state: 'active' }, value: active },
        { labels: { queue: name, state: 'failed' }, value: failed },
      ]),
  });
  metrics.gauge({
    name: 'longwave_jobs_oldest_waiting_seconds',
    help: 'Age of the oldest waiting job of each queue',
    labels: ['queue'],
    read: async () =>
      (await jobs.stats()).map(({ name, oldestWaitingS }) => ({ labels: { queue: name }, value: oldestWaitingS })),
  });
}
