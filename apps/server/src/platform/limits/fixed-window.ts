import type { RateVerdict } from '../limits.ts';

interface Rule {
  readonly budget: number;
  readonly windowS: number;
}

/** Name of a key's count under one rule; the same key may stand under several rules. */
export function windowKey(key: string, { budget, windowS }: Rule): string {
  return `${budget}/${windowS}:${key}`;
}

/** Refused is who would exceed the budget; refused tries count too, and end with the window. */
export function verdictOf(rule: Rule, count: { used: number; leftMs: number }): RateVerdict {
  return {
    allowed: count.used <= rule.budget,
    remaining: Math.max(0, rule.budget - count.used),
    resetInS: Math.max(1, Math.ceil(count.leftMs / 1000)),
  };
}
