import type { TrackView } from '@longwave/contracts/catalog';
import type { CallInput } from '../../api/endpoints.ts';
import { editor as words } from '../../strings/en-studio.ts';

/** The editable words of a track, as its form holds them; an empty text stands for "not said". */
export interface TrackDraft {
  readonly title: string;
  readonly slug: string;
  readonly description: string;
  readonly visibility: TrackView['visibility'];
  /** ISO moment, or '' for none. */
  readonly releaseAt: string;
  readonly explicit: boolean;
  readonly language: string;
  readonly licence: string;
  readonly isrc: string;
}
export type DraftErrors = Partial<Record<keyof TrackDraft, string>>;

export function draftOf(track: TrackView): TrackDraft {
  const { title, slug, description, visibility, explicit } = track;
  return {
    title,
    slug,
    description,
    visibility,
    explicit,
    releaseAt: track.releaseAt ?? '',
    language: track.language ?? '',
    licence: track.licence ?? '',
    isrc: track.isrc ?? '',
  };
}

/** Fields in which the draft differs from what is saved. */
export function changedFields(draft: TrackDraft, saved: TrackDraft): (keyof TrackDraft)[] {
  return (Object.keys(saved) as (keyof TrackDraft)[]).filter((field) => draft[field] !== saved[field]);
}

/** An ISRC as stores write it, to the twelve characters the server keeps. */
export function normalIsrc(text: string): string {
  return text.replace(/[\s-]/g, '').toUpperCase();
}

/** The request that saves the changed fields only, so that two people editing different fields do not undo each other. */
export function updateBody(
  draft: TrackDraft,
  changed: readonly (keyof TrackDraft)[],
): CallInput<'updateTrack'>['body'] {
  const { title, slug, description, visibility, explicit } = draft;
  const all = {
    title: title.trim(),
    slug: slug.trim(),
    description,
    visibility,
    explicit,
    releaseAt: draft.releaseAt || null,
    language: draft.language.trim() || null,
    licence: draft.licence.trim() || null,
    isrc: normalIsrc(draft.isrc) || null,
  };
  return Object.fromEntries(Object.entries(all).filter(([field]) => changed.includes(field as keyof TrackDraft)));
}

/** What is wrong before it is sent; the server has the last word. */
export function draftErrors(draft: TrackDraft): DraftErrors {
  const errors: DraftErrors = {};
  if (draft.title.trim() === '') errors.title = words.titleMissing;
  if (!/^[\p{Ll}\p{Lo}\p{N}]+(?:-[\p{Ll}\p{Lo}\p{N}]+)*$/u.test(draft.slug.trim())) errors.slug = words.slugWrong;
  if (draft.language !== '' && !/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(draft.language.trim()))
    errors.language = words.languageWrong;
  if (draft.isrc !== '' && !/^[A-Z]{2}[A-Z0-9]{3}\d{7}$/.test(normalIsrc(draft.isrc))) errors.isrc = words.isrcWrong;
  return errors;
}
