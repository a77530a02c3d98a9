import type { Me } from '@longwave/contracts/identity';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { call, signedOut } from '../../api/browser.ts';
import { QueryProvider } from '../../api/query.tsx';
import { account as words } from '../../strings/en-account.ts';
import { titles } from '../../strings/en-titles.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState, Loading, Skeleton } from '../../ui/states.tsx';
import { toast } from '../../ui/toast.tsx';
import { profileQuery, sessionQuery } from './account-query.ts';
import { ProfileForm } from './profile-form.tsx';
import { RequireAccount } from './require-account.tsx';
import { SessionsList } from './sessions-list.tsx';
import { ThemeChoice } from './theme-choice.tsx';

export function Component() {
  return (
    <QueryProvider>
      <div className="mx-auto grid w-full max-w-2xl gap-12 sm:py-4">
        <RequireAccount fallback={<AccountSkeleton />}>{(user) => <Account user={user} />}</RequireAccount>
      </div>
    </QueryProvider>
  );
}

function Account({ user }: { user: Me }) {
  const session = useQuery(sessionQuery);
  const profile = useQuery(profileQuery(user.handle));
  if (session.isPending || profile.isPending) return <AccountSkeleton />;
  if (!session.data || !profile.data) {
    const retry = () => void Promise.all([session.refetch(), profile.refetch()]);
    return (
      <ErrorState level={1} title={words.loadFailed} onRetry={retry}>
        {(session.error ?? profile.error)?.message}
      </ErrorState>
    );
  }
  return (
    <>
      <header className="flex flex-wrap items-end justify-between gap-4">
        <div className="grid gap-1">
          <h1 className="text-2xl font-semibold">{titles.account}</h1>
          <p className="text-muted">{words.signedInAs(user.email)}</p>
        </div>
        <SignOut />
      </header>
      <Section title={words.profile} hint={words.profileHint}>
        <ProfileForm user={user} profile={profile.data} />
      </Section>
      <Section title={words.appearance}>
        <ThemeChoice />
      </Section>
      <Section title={words.sessions} hint={words.sessionsHint}>
        <SessionsList sessions={session.data.sessions} />
      </Section>
    </>
  );
}

function Section(props: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section className="grid gap-5">
      <div className="grid gap-1">
        <h2 className="text-lg font-semibold">{props.title}</h2>
        {props.hint !== undefined && <p className="text-sm text-muted">{props.hint}</p>}
      </div>
      {props.children}
    </section>
  );
}

function SignOut() {
  const navigate = useNavigate();
  const leave = async () => {
    try {
      await call('logout');
      // Away first: the account page of nobody would ask to sign in again.
      await navigate('/');
      signedOut();
    } catch (error) {
      toast({ message: error instanceof Error ? error.message : String(error), tone: 'bad' });
    }
  };
  return (
    <Button icon="exit" onClick={() => void leave()}>
      {words.signOut}
    </Button>
  );
}

function AccountSkeleton() {
  return (
    <Loading>
      <div className="grid gap-6">
        <Skeleton className="h-10 w-48" />
        <Skeleton className="h-10" />
        <Skeleton className="h-28" />
        <Skeleton className="h-10 w-32" />
      </div>
    </Loading>
  );
}
