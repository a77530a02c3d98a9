import { expect, it } from 'vitest';
import { changedFields, draftErrors, type TrackDraft, updateBody } from './track-draft.ts';

const saved: TrackDraft = {
  title: 'Dawn',
  slug: 'dawn',
  description: '',
  visibility: 'private',
  releaseAt: '',
  explicit: false,
  language: 'en',
  licence: '',
  isrc: '',
};

it('sends the changed fields and nothing else', () => {
  const draft = { ...saved, title: ' Slow Dawn ', isrc: 'de-a01-26-00123', language: '' };
  const changed = changedFields(draft, saved);
  expect(changed).toEqual(['title', 'language', 'isrc']);
  expect(updateBody(draft, changed)).toEqual({ title: 'Slow Dawn', isrc: 'DEA012600123', language: null });
});

it('names what is wrong at its field', () => {
  expect(draftErrors(saved)).toEqual({});
  const wrong = draftErrors({ ...saved, title: ' ', slug: 'Two Words', language: 'English', isrc: 'X1' });
  expect(Object.keys(wrong)).toEqual(['title', 'slug', 'language', 'isrc']);
});
