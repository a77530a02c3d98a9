import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

/** Views of one thing, switched with the arrow keys. */
export function Tabs(props: {
  label: string;
  tabs: readonly { readonly id: string; readonly label: string; readonly content: ReactNode }[];
  value?: string;
  onChange?: (id: string) => void;
}) {
  return (
    <Radix.Root
      {...(props.value === undefined ? { defaultValue: props.tabs[0]?.id ?? '' } : { value: props.value })}
      {...(props.onChange === undefined ? {} : { onValueChange: props.onChange })}
    >
      <Radix.List aria-label={props.label} className="flex gap-6 overflow-x-auto border-b border-line">
        {props.tabs.map((tab) => (
          <Radix.Trigger
            key={tab.id}
            value={tab.id}
            className="-mb-px min-h-11 border-b-2 border-transparent text-sm font-medium whitespace-nowrap text-muted transition-colors hover:text-text data-[state=active]:border-accent data-[state=active]:text-text"
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {props.tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} className="pt-6">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
