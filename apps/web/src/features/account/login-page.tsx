import { Link, useNavigate, useSearchParams } from 'react-router';
import { call, signedIn } from '../../api/browser.ts';
import { useInstance } from '../../routing.ts';
import { login as words } from '../../strings/en-account.ts';
import { titles } from '../../strings/en-titles.ts';
import { Button } from '../../ui/button.tsx';
import { emailRule, needed } from './field-rules.ts';
import { EmailField, FormProblem, FormScreen, PasswordField } from './form-parts.tsx';
import { safeNextPath } from './next-path.ts';
import { useForm } from './use-form.ts';

export function Component() {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const instance = useInstance();
  const form = useForm({
    rules: { email: emailRule, password: needed },
    async submit(body) {
      signedIn(await call('login', { body }));
      await navigate(safeNextPath(search.get('next')), { replace: true });
    },
  });
  return (
    <FormScreen
      title={titles.login}
      {...(instance?.registration === 'open' && {
        below: (
          <>
            {words.noAccount}{' '}
            <Link
              to={`/register?${search}`}
              className="font-medium text-text underline decoration-accent underline-offset-4"
            >
              {words.register}
            </Link>
          </>
        ),
      })}
    >
      <form noValidate onSubmit={form.onSubmit} className="grid gap-5">
        <EmailField error={form.errors.email} />
        <PasswordField error={form.errors.password} />
        <FormProblem problem={form.problem} />
        <Button type="submit" variant="primary" busy={form.busy}>
          {words.submit}
        </Button>
      </form>
    </FormScreen>
  );
}
