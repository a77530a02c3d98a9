import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { ui } from '../strings/en.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icons.tsx';
import { Horizon } from './horizon.tsx';

/** A place where something will be, in its final size (set by `className`). */
export function Skeleton({ className }: { className: string }) {
  return <div aria-hidden="true" className={clsx('animate-breathe rounded-control bg-line/70', className)} />;
}

/** Wraps the skeleton of a screen, and says to assistive technology that it is coming. */
export function Loading({ children }: { children: ReactNode }) {
  return (
    <div aria-busy="true">
      <output className="sr-only">{ui.loading}</output>
      {children}
    </div>
  );
}

interface StateText {
  readonly title: string;
  readonly children?: ReactNode;
  /** The one thing to do next. */
  readonly action?: ReactNode;
  readonly level?: 1 | 2;
}

function State({ title, children, action, icon, tone, level = 2 }: StateText & { icon: IconName; tone: string }) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className="grid justify-items-center gap-3 px-4 py-16 text-center">
      <Horizon className="mb-2 h-10 w-48 text-wave" />
      <Icon name={icon} size={28} className={tone} />
      <Heading className="text-xl font-semibold">{title}</Heading>
      {children !== undefined && <div className="max-w-prose text-muted">{children}</div>}
      {action !== undefined && <div className="mt-3 flex flex-wrap justify-center gap-3">{action}</div>}
    </div>
  );
}

/** Nothing here yet: says what would be, and the one action that fills it. */
export function EmptyState({ icon = 'music', ...rest }: StateText & { icon?: IconName }) {
  return <State {...rest} icon={icon} tone="text-muted" />;
}

/** Something failed: what happened, what was kept, what to do. */
export function ErrorState({ onRetry, action, ...rest }: StateText & { onRetry?: () => void }) {
  return (
    <State
      {...rest}
      icon="warning"
      tone="text-bad"
      action={
        action ??
        (onRetry && (
          <Button icon="retry" onClick={onRetry}>
            {ui.retry}
          </Button>
        ))
      }
    />
  );
}
