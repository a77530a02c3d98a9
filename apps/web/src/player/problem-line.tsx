import { clsx } from 'clsx';
import { player as text, ui } from '../strings/en.ts';
import { Icon } from '../ui/icons.tsx';
import { next, toggle } from './controls.ts';
import { usePlayer, type PlayerProblem } from './player-store.ts';
import { following } from './queue.ts';

const sentences: Readonly<Record<PlayerProblem, string>> = {
  media: text.problemMedia,
  gone: text.problemGone,
  'not-ready': text.problemNotReady,
  blocked: text.problemBlocked,
  unsupported: text.problemUnsupported,
};
/** Trying again can help here; elsewhere only another track can. */
const retryable: ReadonlySet<PlayerProblem> = new Set(['media', 'blocked', 'not-ready']);

/** Why there is no sound, and the way out. */
export function ProblemLine({ className }: { className?: string }) {
  const problem = usePlayer((state) => state.problem);
  const hasNext = usePlayer((state) => following(state.queue, 'pressed') !== null);
  if (problem === null) return null;
  const again = retryable.has(problem);
  return (
    <p role="alert" className={clsx('flex flex-wrap items-center gap-x-3 gap-y-1 text-sm', className)}>
      <Icon name="warning" size={18} className="shrink-0 text-bad" />
      <span>{sentences[problem]}</span>
      {again ? (
        <button type="button" onClick={toggle} className="min-h-8 font-semibold text-accent hover:underline">
          {ui.retry}
        </button>
      ) : (
        hasNext && (
          <button type="button" onClick={next} className="min-h-8 font-semibold text-accent hover:underline">
            {text.skip}
          </button>
        )
      )}
    </p>
  );
}
