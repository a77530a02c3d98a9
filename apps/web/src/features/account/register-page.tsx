import { Link, useNavigate, useSearchParams } from 'react-router';
import { call, signedIn } from '../../api/browser.ts';
import { useInstance } from '../../routing.ts';
import { fields, register as words } from '../../strings/en-account.ts';
import { titles } from '../../strings/en-titles.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { emailRule, handleRule, passwordRule } from './field-rules.ts';
import { EmailField, FormProblem, FormScreen, HandleField, PasswordField } from './form-parts.tsx';
import { safeNextPath } from './next-path.ts';
import { useForm } from './use-form.ts';

export function Component() {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const instance = useInstance();
  const form = useForm({
    rules: { email: emailRule, handle: handleRule, displayName: () => null, password: passwordRule },
    fieldOfCode: {
      'auth.email_taken': 'email',
      'auth.handle_taken': 'handle',
      'auth.password_too_common': 'password',
    },
    async submit({ displayName, ...rest }) {
      const body = displayName.trim() === '' ? rest : { ...rest, displayName };
      signedIn(await call('register', { body }));
      await navigate(safeNextPath(search.get('next')), { replace: true });
    },
  });
  const toLogin = `/login?${search}`;
  if (instance && instance.registration !== 'open') {
    return (
      <EmptyState
        icon="lock"
        level={1}
        title={words.closedTitle}
        action={<ButtonLink to={toLogin}>{words.login}</ButtonLink>}
      >
        {words.closedText}
      </EmptyState>
    );
  }
  return (
    <FormScreen
      title={titles.register}
      lead={words.lead}
      below={
        <>
          {words.haveAccount}{' '}
          <Link to={toLogin} className="font-medium text-text underline decoration-accent underline-offset-4">
            {words.login}
          </Link>
        </>
      }
    >
      <form noValidate onSubmit={form.onSubmit} className="grid gap-5">
        <EmailField error={form.errors.email} />
        <HandleField error={form.errors.handle} />
        <TextField
          label={fields.displayName}
          hint={fields.displayNameHint}
          name="displayName"
          autoComplete="name"
          maxLength={80}
          error={form.errors.displayName}
        />
        <PasswordField isNew error={form.errors.password} />
        <FormProblem problem={form.problem} />
        <Button type="submit" variant="primary" busy={form.busy}>
          {words.submit}
        </Button>
      </form>
    </FormScreen>
  );
}
