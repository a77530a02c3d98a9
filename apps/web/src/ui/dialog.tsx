import { clsx } from 'clsx';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { ui } from '../strings/en.ts';
import { IconButton } from './button.tsx';

/** A modal window; a sheet from below on phones. Focus is kept inside and given back when it closes. */
export function Dialog(props: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  children: ReactNode;
  footer?: ReactNode;
  wide?: boolean;
}) {
  return (
    <Radix.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 animate-fade bg-scrim" />
        <Radix.Content
          {...(props.description === undefined ? { 'aria-describedby': undefined } : {})}
          className={clsx(
            'fixed inset-x-0 bottom-0 z-50 flex max-h-[90dvh] animate-enter flex-col rounded-t-surface border border-line bg-raised shadow-raised',
            'sm:inset-x-auto sm:bottom-auto sm:left-1/2 sm:top-1/2 sm:-translate-1/2 sm:rounded-surface',
            props.wide === true ? 'sm:w-[min(44rem,92vw)]' : 'sm:w-[min(30rem,92vw)]',
          )}
        >
          <div className="flex items-start justify-between gap-4 px-6 pt-5 pb-2">
            <div className="grid gap-1">
              <Radix.Title className="text-lg font-semibold">{props.title}</Radix.Title>
              {props.description !== undefined && (
                <Radix.Description className="text-sm text-muted">{props.description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton icon="close" label={ui.close} className="-mt-1 -mr-3" />
            </Radix.Close>
          </div>
          <div className="overflow-y-auto px-6 pt-2 pb-6">{props.children}</div>
          {props.footer !== undefined && (
            <div className="flex flex-wrap justify-end gap-2 border-t border-line px-6 py-4">{props.footer}</div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
