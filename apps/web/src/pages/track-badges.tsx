import type { ReactNode } from 'react';
import { track as text } from '../strings/en.ts';

/** A word or letter that qualifies a title. */
export function Badge({ children, title }: { children: ReactNode; title?: string }) {
  return (
    <span
      title={title}
      className="shrink-0 rounded-[4px] border border-edge/60 px-1.5 text-xs leading-[1.35] font-medium text-muted"
    >
      {children}
    </span>
  );
}

/** Marks a piece that the server itself made. */
export function SampleBadge() {
  return <Badge title={text.sampleHint}>{text.sample}</Badge>;
}
