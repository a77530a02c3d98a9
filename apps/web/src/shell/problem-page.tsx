import { isRouteErrorResponse, useRouteError } from 'react-router';
import { ApiError } from '../api/api-error.ts';
import { problem as text, ui } from '../strings/en.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { EmptyState, ErrorState } from '../ui/states.tsx';
import { Shell } from './shell.tsx';

/** The page at an address where there is nothing (or nothing for this person). */
export function NotFoundPage() {
  return (
    <EmptyState icon="search" level={1} title={text.notFoundTitle} action={<ButtonLink to="/">{ui.goHome}</ButtonLink>}>
      {text.notFoundText}
    </EmptyState>
  );
}

/** What a page shows when it could not be loaded or drawn. */
export function ProblemPage() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFoundPage />;
  const offline = error instanceof ApiError && error.code === 'client.network';
  return (
    <ErrorState
      level={1}
      title={offline ? text.offlineTitle : text.errorTitle}
      action={
        <>
          <Button variant="primary" icon="retry" onClick={() => location.reload()}>
            {offline ? ui.retry : ui.reload}
          </Button>
          <ButtonLink to="/">{ui.goHome}</ButtonLink>
        </>
      }
    >
      {offline ? text.offlineText : text.errorText}
    </ErrorState>
  );
}

/** Last resort, when not even the root could be loaded: the shell is drawn all the same, so that the music goes on. */
export function RootProblem() {
  return (
    <Shell>
      <ProblemPage />
    </Shell>
  );
}
