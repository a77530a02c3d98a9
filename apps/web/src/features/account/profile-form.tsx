import type { Me, ProfileView } from '@longwave/contracts/identity';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { call } from '../../api/browser.ts';
import { fieldIssues } from '../../api/client.ts';
import { account as words, fields } from '../../strings/en-account.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { TextArea, TextField } from '../../ui/field.tsx';
import { profileQuery } from './account-query.ts';
import { FormProblem } from './form-parts.tsx';

const linksMax = 10;

interface Draft {
  readonly displayName: string;
  readonly bio: string;
  readonly links: readonly { readonly key: number; readonly label: string; readonly url: string }[];
}

function draftOf(profile: ProfileView): Draft {
  const links = profile.links.map((link, key) => ({ ...link, key }));
  return { displayName: profile.displayName, bio: profile.bio, links };
}

/** Edits the public profile; what is not saved yet says so. */
export function ProfileForm({ user, profile }: { user: Me; profile: ProfileView }) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(profile));
  const [dirty, setDirty] = useState(false);
  const save = useMutation({
    mutationFn: () => {
      const links = draft.links.map(({ label, url }) => ({ label: label.trim(), url: url.trim() }));
      return call('updateProfile', { body: { displayName: draft.displayName, bio: draft.bio, links } });
    },
    onSuccess(saved) {
      client.setQueryData(profileQuery(user.handle).queryKey, saved);
      setDirty(false);
    },
  });
  const change = (patch: Partial<Draft>) => {
    setDraft({ ...draft, ...patch });
    setDirty(true);
  };
  const issues = fieldIssues(save.error);
  const nameError = draft.displayName.trim() === '' ? fields.missing : issues['displayName'];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft.displayName.trim() !== '') save.mutate();
  };
  return (
    <form noValidate onSubmit={submit} className="grid gap-5">
      <TextField
        label={fields.displayName}
        value={draft.displayName}
        maxLength={80}
        autoComplete="name"
        error={nameError}
        onChange={(event) => change({ displayName: event.target.value })}
      />
      <TextArea
        label={words.bio}
        hint={words.bioHint}
        value={draft.bio}
        maxLength={5000}
        error={issues['bio']}
        onChange={(event) => change({ bio: event.target.value })}
      />
      <Links
        links={draft.links}
        errorOf={(index) => (issues[`links.${index}.url`] === undefined ? undefined : words.linkUrlWrong)}
        onChange={(links) => change({ links })}
      />
      <FormProblem problem={save.error && Object.keys(issues).length === 0 ? save.error.message : null} />
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" variant="primary" busy={save.isPending} disabled={!dirty}>
          {words.save}
        </Button>
        <output className="text-sm text-muted">
          {save.isPending ? words.saving : dirty ? words.unsaved : save.isSuccess ? words.saved : ''}
        </output>
        <Link to={`/@${user.handle}`} className="ml-auto text-sm underline decoration-accent underline-offset-4">
          {words.viewProfile}
        </Link>
      </div>
    </form>
  );
}

function Links(props: {
  links: Draft['links'];
  errorOf: (index: number) => string | undefined;
  onChange: (links: Draft['links']) => void;
}) {
  const { links, onChange } = props;
  const patch = (key: number, change: { label?: string; url?: string }) =>
    onChange(links.map((link) => (link.key === key ? { ...link, ...change } : link)));
  const newKey = Math.max(-1, ...links.map((link) => link.key)) + 1;
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 text-sm font-medium">{words.links}</legend>
      {links.map((link, index) => (
        <div key={link.key} className="grid grid-cols-[1fr_auto] items-start gap-2 sm:grid-cols-[10rem_1fr_auto]">
          <TextField
            hideLabel
            label={words.linkLabel}
            placeholder={words.linkLabel}
            value={link.label}
            maxLength={40}
            onChange={(event) => patch(link.key, { label: event.target.value })}
          />
          <TextField
            hideLabel
            label={words.linkUrl}
            placeholder="https://"
            type="url"
            value={link.url}
            maxLength={500}
            error={props.errorOf(index)}
            className="col-span-2 row-start-2 sm:col-span-1 sm:row-start-1"
            onChange={(event) => patch(link.key, { url: event.target.value })}
          />
          <IconButton
            icon="trash"
            label={words.removeLink(link.label)}
            onClick={() => onChange(links.filter((other) => other.key !== link.key))}
          />
        </div>
      ))}
      {links.length < linksMax && (
        <Button
          size="sm"
          icon="plus"
          className="justify-self-start"
          onClick={() => onChange([...links, { key: newKey, label: '', url: '' }])}
        >
          {words.addLink}
        </Button>
      )}
    </fieldset>
  );
}
