import { useEffect, useState } from 'react';
import { useRevalidator } from 'react-router';
import { roleMay } from '@longwave/contracts/permissions';
import { call, useSession } from '../api/browser.ts';
import { home as text } from '../strings/en.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { EmptyState } from '../ui/states.tsx';
import { toast } from '../ui/toast.tsx';

/** How often the page looks for the first sample piece, and for how long: synthesis and encoding take seconds. */
const lookEveryMs = 2500;
const looksMax = 60;

/** An instance without music: what each person can do about it. */
export function EmptyInstance() {
  const user = useSession((session) => session.user);
  const mayAdd = user !== null && roleMay(user.role, 'track.write');
  return (
    <EmptyState
      level={1}
      title={text.emptyTitle}
      action={
        mayAdd ? (
          <>
            <ButtonLink to="/studio" variant="primary" icon="upload">
              {text.emptyAction}
            </ButtonLink>
            {roleMay(user.role, 'instance.manage') && <SamplesButton />}
          </>
        ) : (
          user === null && <ButtonLink to="/login">{text.emptySignIn}</ButtonLink>
        )
      }
    >
      <p>{mayAdd ? text.emptyArtist : text.emptyVisitor}</p>
      {mayAdd && roleMay(user.role, 'instance.manage') && <p className="mt-1 text-sm">{text.samplesHint}</p>}
    </EmptyState>
  );
}

function SamplesButton() {
  const [state, setState] = useState<'idle' | 'asking' | 'waiting'>('idle');
  useLookAgain(state === 'waiting');
  const fill = async () => {
    setState('asking');
    try {
      const { queued } = await call('fillWithSamples');
      toast({ message: queued > 0 ? text.samplesQueued : text.samplesThere });
      setState('waiting');
    } catch (error) {
      toast({ tone: 'bad', message: error instanceof Error ? error.message : String(error) });
      setState('idle');
    }
  };
  return (
    <Button icon="music" busy={state !== 'idle'} onClick={() => void fill()}>
      {state === 'waiting' ? text.samplesWait : text.samples}
    </Button>
  );
}

/** Loads the page's data again and again while `active`; the page replaces this one as soon as there is a track. */
function useLookAgain(active: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!active) return;
    let looks = 0;
    const timer = setInterval(() => {
      looks += 1;
      if (looks > looksMax) clearInterval(timer);
      else void revalidate();
    }, lookEveryMs);
    return () => clearInterval(timer);
  }, [active, revalidate]);
}
