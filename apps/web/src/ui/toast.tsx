import { create } from 'zustand';
import { ui } from '../strings/en.ts';
import { IconButton } from './button.tsx';
import { Icon } from './icons.tsx';

interface ToastInput {
  readonly message: string;
  readonly tone?: 'plain' | 'good' | 'bad';
  /** For instance undo; closes the toast. */
  readonly action?: { readonly label: string; readonly onSelect: () => void };
}
interface ShownToast extends ToastInput {
  readonly id: number;
}

/** How many are shown at once; the oldest leaves first. */
const toastsMax = 3;
/** Long enough to read a sentence twice and to reach its action. */
const toastMs = 8000;

const useToasts = create<{ readonly shown: readonly ShownToast[]; readonly nextId: number }>(() => ({
  shown: [],
  nextId: 1,
}));

function dismiss(id: number): void {
  useToasts.setState(({ shown }) => ({ shown: shown.filter((other) => other.id !== id) }));
}

/** Says something that just happened, without taking the focus. Errors stay until they are dismissed. */
export function toast(input: ToastInput): void {
  const { nextId: id, shown } = useToasts.getState();
  useToasts.setState({ nextId: id + 1, shown: [...shown, { ...input, id }].slice(-toastsMax) });
  if (input.tone !== 'bad') setTimeout(() => dismiss(id), toastMs);
}

const marks = { plain: 'info', good: 'check', bad: 'warning' } as const;
const tones = { plain: 'text-muted', good: 'text-good', bad: 'text-bad' } as const;

/** Where toasts appear; mounted once by the shell. */
export function Toaster() {
  const shown = useToasts((state) => state.shown);
  return (
    <output
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 bottom-[calc(var(--lw-player)+16px)] z-60 grid justify-items-center gap-2"
    >
      {shown.map(({ id, message, tone = 'plain', action }) => (
        <div
          key={id}
          className="pointer-events-auto flex max-w-[min(34rem,100%)] animate-enter items-center gap-3 rounded-surface border border-line bg-raised py-2 pr-2 pl-4 shadow-raised"
        >
          <Icon name={marks[tone]} size={18} className={`shrink-0 ${tones[tone]}`} />
          <p className="text-sm">{message}</p>
          {action !== undefined && (
            <button
              type="button"
              className="min-h-9 rounded-control px-3 text-sm font-semibold text-accent hover:bg-hover"
              onClick={() => {
                dismiss(id);
                action.onSelect();
              }}
            >
              {action.label}
            </button>
          )}
          <IconButton icon="close" label={ui.dismiss} iconSize={16} className="size-8" onClick={() => dismiss(id)} />
        </div>
      ))}
    </output>
  );
}
