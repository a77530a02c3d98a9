import { type ReactNode, useState } from 'react';
import { fields } from '../../strings/en-account.ts';
import { IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Horizon } from '../../ui/horizon.tsx';
import { Icon } from '../../ui/icons.tsx';

/** The quiet frame of screens with one form: the horizon, what this is, the form. */
export function FormScreen(props: { title: string; lead?: string; children: ReactNode; below?: ReactNode }) {
  return (
    <div className="mx-auto grid w-full max-w-md gap-8 py-6 sm:py-10">
      <header className="grid gap-3">
        <Horizon className="mb-3 h-10 w-60 text-wave" />
        <h1 className="text-2xl font-semibold">{props.title}</h1>
        {props.lead !== undefined && <p className="text-muted">{props.lead}</p>}
      </header>
      {props.children}
      {props.below !== undefined && <p className="border-t border-line pt-6 text-sm text-muted">{props.below}</p>}
    </div>
  );
}

/** What is wrong with the whole form; announced when it appears. */
export function FormProblem({ problem }: { problem: string | null }) {
  if (problem === null) return null;
  return (
    <p role="alert" className="flex gap-2 rounded-control border border-bad/60 px-3 py-2.5 text-sm">
      <Icon name="warning" size={18} className="mt-0.5 shrink-0 text-bad" />
      {problem}
    </p>
  );
}

export function EmailField({ error }: { error: string | undefined }) {
  return (
    <TextField
      label={fields.email}
      name="email"
      type="email"
      autoComplete="email"
      maxLength={254}
      spellCheck={false}
      required
      error={error}
    />
  );
}

/** A handle, with the address it makes shown while it is typed. */
export function HandleField({ error }: { error: string | undefined }) {
  const [handle, setHandle] = useState('');
  return (
    <TextField
      label={fields.handle}
      name="handle"
      hint={fields.handleHint(handle.trim().toLowerCase())}
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={32}
      required
      value={handle}
      onChange={(event) => setHandle(event.target.value)}
      error={error}
    />
  );
}

/** A password that can be looked at; a new one shows its rules and which of them are met. */
export function PasswordField({ error, isNew = false }: { error: string | undefined; isNew?: boolean }) {
  const [shown, setShown] = useState(false);
  const [length, setLength] = useState(0);
  const longEnough = length >= 8 && length <= 100;
  return (
    <div className="grid gap-2">
      <div className="relative">
        <TextField
          label={fields.password}
          name="password"
          type={shown ? 'text' : 'password'}
          autoComplete={isNew ? 'new-password' : 'current-password'}
          required
          onChange={(event) => setLength(event.target.value.length)}
          error={error}
        />
        <IconButton
          icon="eye"
          label={shown ? fields.hidePassword : fields.showPassword}
          pressed={shown}
          onClick={() => setShown(!shown)}
          className="absolute top-6.75 right-0.5"
        />
      </div>
      {isNew && (
        <ul aria-label={fields.passwordRules} className="grid gap-1 text-sm text-muted">
          <li className="flex gap-2">
            <Icon
              name={longEnough ? 'check' : 'minus'}
              size={16}
              className={longEnough ? 'mt-0.5 shrink-0 text-good' : 'mt-0.5 shrink-0'}
            />
            {fields.passwordLength}
            {longEnough && <span className="sr-only">({fields.met})</span>}
          </li>
          <li className="flex gap-2">
            <Icon name="minus" size={16} className="mt-0.5 shrink-0" />
            {fields.passwordUncommon}
          </li>
        </ul>
      )}
    </div>
  );
}
