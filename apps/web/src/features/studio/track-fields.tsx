import type { TrackView } from '@longwave/contracts/catalog';
import type { ReactNode } from 'react';
import { editor as words } from '../../strings/en-studio.ts';
import { Select, TextArea, TextField } from '../../ui/field.tsx';
import { Switch } from '../../ui/switch.tsx';
import { fromLocalInput, toLocalInput, zoneName } from './format.ts';
import type { DraftForm } from './use-track-draft.ts';

const visibilities = (['public', 'unlisted', 'private'] as const).map((value) => ({
  value,
  label: words.visibilityName[value],
}));

/** SPDX names, which stores and search engines read; the first is "not said". */
const licences = [
  '',
  'All rights reserved',
  'CC0-1.0',
  'CC-BY-4.0',
  'CC-BY-SA-4.0',
  'CC-BY-NC-4.0',
  'CC-BY-NC-SA-4.0',
  'CC-BY-ND-4.0',
  'CC-BY-NC-ND-4.0',
];

/** Everything that can be said about a track. */
export function TrackFields({ track, form }: { track: TrackView; form: DraftForm }) {
  const { draft, errors, change } = form;
  const releaseAt = draft.releaseAt === '' ? new Date(track.createdAt) : new Date(draft.releaseAt);
  return (
    <div className="grid gap-10">
      <Section title={words.sections.about}>
        <TextField
          label={words.title}
          value={draft.title}
          maxLength={200}
          error={errors.title}
          onChange={(event) => change({ title: event.target.value })}
        />
        <TextField
          label={words.slug}
          value={draft.slug}
          hint={words.slugHint(`/@${track.artist.handle}/${draft.slug}`)}
          maxLength={80}
          spellCheck={false}
          autoCapitalize="none"
          error={errors.slug}
          onChange={(event) => change({ slug: event.target.value })}
        />
        <TextArea
          label={words.description}
          hint={words.descriptionHint}
          value={draft.description}
          maxLength={10_000}
          error={errors.description}
          onChange={(event) => change({ description: event.target.value })}
        />
      </Section>
      <Section title={words.sections.release}>
        <Select
          label={words.visibility}
          hint={words.visibilityHint[draft.visibility]}
          options={visibilities}
          value={draft.visibility}
          error={errors.visibility}
          onChange={(event) => change({ visibility: event.target.value as TrackView['visibility'] })}
        />
        <TextField
          label={words.releaseAt}
          type="datetime-local"
          hint={words.releaseHint(zoneName(releaseAt))}
          value={draft.releaseAt === '' ? '' : toLocalInput(draft.releaseAt)}
          error={errors.releaseAt}
          onChange={(event) => change({ releaseAt: fromLocalInput(event.target.value) ?? '' })}
        />
      </Section>
      <Section title={words.sections.rights}>
        <Switch
          label={words.explicit}
          hint={words.explicitHint}
          checked={draft.explicit}
          onChange={(explicit) => change({ explicit })}
        />
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField
            label={words.language}
            hint={words.languageHint}
            value={draft.language}
            maxLength={35}
            spellCheck={false}
            error={errors.language}
            onChange={(event) => change({ language: event.target.value })}
          />
          <TextField
            label={words.isrc}
            hint={words.isrcHint}
            value={draft.isrc}
            maxLength={15}
            spellCheck={false}
            error={errors.isrc}
            onChange={(event) => change({ isrc: event.target.value })}
          />
        </div>
        <Select
          label={words.licence}
          options={licenceOptions(draft.licence)}
          value={draft.licence}
          error={errors.licence}
          onChange={(event) => change({ licence: event.target.value })}
        />
      </Section>
    </div>
  );
}

/** The usual licences, and whatever else is already said. */
function licenceOptions(current: string) {
  const values = licences.includes(current) ? licences : [...licences, current];
  return values.map((value) => ({ value, label: value === '' ? words.licences.none : value.replace(/^CC-/, 'CC ') }));
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-5">
      <h2 className="border-b border-line pb-2 text-lg font-semibold">{title}</h2>
      {children}
    </section>
  );
}
