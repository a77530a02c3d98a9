/** The product's mark: a horizon with one breath of sound rising from it. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" focusable="false" className="shrink-0">
      <path d="M1 20h5m20 0h5" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" opacity=".55" />
      <path
        d="M9 20v-3M12.5 20v-8M16 20V5M19.5 20v-10M23 20v-4"
        stroke="var(--lw-accent)"
        strokeWidth="2.25"
        strokeLinecap="round"
      />
      <path
        d="M12.5 23.5v2M16 23.5v4.5M19.5 23.5v2.5"
        stroke="var(--lw-accent)"
        strokeWidth="2.25"
        strokeLinecap="round"
        opacity=".4"
      />
    </svg>
  );
}
