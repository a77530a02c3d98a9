/** One thing `doctor` looked at. */
export interface Finding {
  readonly what: string;
  readonly state: 'ok' | 'warning' | 'problem';
  readonly message: string;
}

export interface DoctorDeps {
  readonly checks: readonly { readonly what: string; look(): Promise<Omit<Finding, 'what'>> }[];
}

/** Looks at everything; a check that throws is itself a problem, never the end of the others. */
export async function examine(deps: DoctorDeps, report: (finding: Finding) => void): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { what, look } of deps.checks) {
    const seen = await look().catch((error: unknown) => ({
      state: 'problem' as const,
      message: error instanceof Error ? error.message : String(error),
    }));
    const finding = { what, ...seen };
    findings.push(finding);
    report(finding);
  }
  return findings;
}
