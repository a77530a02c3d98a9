import { clsx } from 'clsx';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { Link, type LinkProps } from 'react-router';
import { Icon, type IconName } from './icons.tsx';

const variants = {
  primary: 'bg-accent text-on-accent font-semibold hover:brightness-110 active:brightness-95',
  secondary: 'bg-raised text-text border border-edge/60 hover:bg-hover hover:border-edge',
  quiet: 'bg-transparent text-text hover:bg-hover',
  danger: 'bg-transparent text-bad border border-bad/60 hover:bg-bad/10',
} as const;
const sizes = { md: 'min-h-10 px-4 text-sm gap-2', sm: 'min-h-8 px-3 text-sm gap-1.5' } as const;

export interface ButtonLook {
  readonly variant?: keyof typeof variants;
  readonly size?: keyof typeof sizes;
  readonly icon?: IconName;
}

/** Classes of a button, for elements that must look like one (links, labels of file inputs). */
export function buttonClass({ variant = 'secondary', size = 'md' }: ButtonLook = {}): string {
  return clsx(
    'inline-flex items-center justify-center rounded-control font-medium whitespace-nowrap select-none',
    'transition-[background-color,border-color,filter,opacity] disabled:opacity-50',
    variants[variant],
    sizes[size],
  );
}

export type ButtonProps = ButtonLook & {
  /** Shows work in progress and refuses further presses; the label stays, so the width does too. */
  readonly busy?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
} & ButtonHTMLAttributes<HTMLButtonElement>;

export function Button({ variant, size, icon, busy = false, className, children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      className={clsx(buttonClass({ ...(variant && { variant }), ...(size && { size }) }), className)}
    >
      {icon !== undefined && <Icon name={icon} size={18} className={clsx(busy && 'animate-breathe')} />}
      {children}
    </button>
  );
}

/** A link inside the app that looks like a button. */
export function ButtonLink({
  variant,
  size,
  icon,
  className,
  children,
  ...rest
}: ButtonLook & LinkProps & { children?: ReactNode }) {
  return (
    <Link {...rest} className={clsx(buttonClass({ ...(variant && { variant }), ...(size && { size }) }), className)}>
      {icon !== undefined && <Icon name={icon} size={18} />}
      {children}
    </Link>
  );
}

export type IconButtonProps = {
  readonly icon: IconName;
  /** Accessible name, shown as the tooltip too. */
  readonly label: string;
  readonly iconSize?: number;
  /** For toggles. */
  readonly pressed?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
} & Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'>;

export function IconButton({ icon, label, iconSize = 20, pressed, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      {...rest}
      className={clsx(
        'inline-grid size-10 shrink-0 place-items-center rounded-full transition-[background-color,color,opacity]',
        'hover:bg-hover hover:text-text disabled:opacity-40',
        pressed === true ? 'text-accent' : 'text-muted',
        className,
      )}
    >
      <Icon name={icon} size={iconSize} />
    </button>
  );
}
