import { useNavigate, useRevalidator, useSearchParams } from 'react-router';
import { call, signedIn } from '../../api/browser.ts';
import { useInstance } from '../../routing.ts';
import { fields, setup as words } from '../../strings/en-account.ts';
import { titles } from '../../strings/en-titles.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { emailRule, handleRule, needed, passwordRule } from '../account/field-rules.ts';
import { EmailField, FormProblem, FormScreen, HandleField, PasswordField } from '../account/form-parts.tsx';
import { useForm } from '../account/use-form.ts';

const rules = {
  token: needed,
  instanceName: needed,
  email: emailRule,
  handle: handleRule,
  displayName: () => null,
  password: passwordRule,
};

export function Component() {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const revalidator = useRevalidator();
  const instance = useInstance();
  const form = useForm({
    rules,
    fieldOfCode: { 'setup.invalid_token': 'token', 'auth.password_too_common': 'password' },
    async submit({ displayName, ...rest }) {
      const body = displayName.trim() === '' ? rest : { ...rest, displayName };
      signedIn(await call('setUpInstance', { body }));
      await navigate('/studio', { replace: true });
      // The shell shows the instance's new name.
      await revalidator.revalidate();
    },
  });
  if (instance?.setUp && !form.busy) {
    return (
      <EmptyState
        icon="check"
        level={1}
        title={words.doneTitle}
        action={
          <ButtonLink to="/login" variant="primary">
            {words.doneAction}
          </ButtonLink>
        }
      >
        {words.doneText}
      </EmptyState>
    );
  }
  const token = search.get('token');
  return (
    <FormScreen title={titles.setup} lead={words.lead}>
      <form noValidate onSubmit={form.onSubmit} className="grid gap-8">
        <fieldset className="grid gap-5">
          <legend className="mb-4 font-display text-lg font-semibold">{words.instanceStep}</legend>
          <TextField
            label={words.instanceName}
            hint={words.instanceHint}
            name="instanceName"
            autoComplete="off"
            maxLength={80}
            required
            error={form.errors.instanceName}
          />
          {token !== null && form.errors.token === undefined ? (
            <input type="hidden" name="token" value={token} />
          ) : (
            <TextField
              label={words.token}
              hint={words.tokenHint}
              name="token"
              autoComplete="off"
              spellCheck={false}
              required
              defaultValue={token ?? ''}
              error={form.errors.token}
            />
          )}
        </fieldset>
        <fieldset className="grid gap-5">
          <legend className="mb-4 font-display text-lg font-semibold">{words.accountStep}</legend>
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
        </fieldset>
        <FormProblem problem={form.problem} />
        <Button type="submit" variant="primary" busy={form.busy}>
          {words.submit}
        </Button>
      </form>
    </FormScreen>
  );
}
