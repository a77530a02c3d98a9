import type { SessionView } from '@longwave/contracts/identity';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/browser.ts';
import { account as words } from '../../strings/en-account.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { toast } from '../../ui/toast.tsx';
import { Time } from '../../ui/time.tsx';
import { sessionQuery } from './account-query.ts';
import { deviceName } from './device-name.ts';

/** The open sessions of the account, the present one first, each with a way to end it. */
export function SessionsList({ sessions }: { sessions: readonly SessionView[] }) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: (session: SessionView) => call('revokeSession', { params: { id: session.id } }),
    onSuccess: (_, session) => toast({ message: words.revoked(deviceName(session.userAgent)) }),
    onError: (error) => toast({ message: error.message, tone: 'bad' }),
    onSettled: () => client.invalidateQueries(sessionQuery),
  });
  const ordered = sessions.toSorted((a, b) => Number(b.current) - Number(a.current));
  return (
    <ul className="divide-y divide-line border-y border-line">
      {ordered.map((session) => {
        const device = deviceName(session.userAgent);
        return (
          <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
            <Icon name="device" className="shrink-0 text-muted" />
            <div className="grid min-w-0 flex-1 gap-0.5">
              <span className="truncate font-medium" title={session.userAgent}>
                {device}
              </span>
              {session.current ? (
                <span className="text-sm text-good">{words.thisDevice}</span>
              ) : (
                <span className="text-sm text-muted">
                  {words.lastSeen} <Time iso={session.lastSeenAt} />
                </span>
              )}
            </div>
            {!session.current && (
              <Button
                size="sm"
                aria-label={words.revokeOf(device)}
                busy={revoke.isPending && revoke.variables.id === session.id}
                onClick={() => revoke.mutate(session)}
              >
                {words.revoke}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
