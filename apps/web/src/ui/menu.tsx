import { clsx } from 'clsx';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import { Icon, type IconName } from './icons.tsx';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  readonly onSelect: () => void;
  readonly disabled?: boolean;
  /** Drawn in the colour of danger. */
  readonly danger?: boolean;
}

/** Actions behind one button; `trigger` is the button. `null` draws a hairline between groups. */
export function Menu(props: {
  trigger: ReactElement;
  items: readonly (MenuItem | null)[];
  align?: 'start' | 'end';
  /** For a menu whose code is loaded by the press that opens it. */
  defaultOpen?: boolean;
}) {
  return (
    <Radix.Root modal={false} defaultOpen={props.defaultOpen ?? false}>
      <Radix.Trigger asChild>{props.trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={props.align ?? 'end'}
          sideOffset={6}
          collisionPadding={12}
          className="z-50 min-w-52 animate-enter rounded-surface border border-line bg-raised p-1.5 shadow-raised"
        >
          {props.items.map((item, position) =>
            item === null ? (
              // Hairlines have no identity of their own: their place is it.
              // oxlint-disable-next-line react/no-array-index-key
              <Radix.Separator key={`line-${position}`} className="my-1.5 h-px bg-line" />
            ) : (
              <Radix.Item
                key={item.label}
                onSelect={item.onSelect}
                disabled={item.disabled ?? false}
                className={clsx(
                  'flex min-h-10 items-center gap-3 rounded-control px-3 text-sm outline-none select-none data-disabled:opacity-50 data-highlighted:bg-hover',
                  item.danger === true ? 'text-bad' : 'text-text',
                )}
              >
                {item.icon !== undefined && <Icon name={item.icon} size={18} className="opacity-80" />}
                {item.label}
              </Radix.Item>
            ),
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
