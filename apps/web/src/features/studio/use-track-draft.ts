import type { TrackView } from '@longwave/contracts/catalog';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../../api/browser.ts';
import { ApiError, fieldIssues } from '../../api/client.ts';
import { editor as words } from '../../strings/en-studio.ts';
import { changedFields, type DraftErrors, draftErrors, draftOf, type TrackDraft, updateBody } from './track-draft.ts';
import { reloadTracks, replaceTrack } from './tracks-cache.ts';

const storageKey = (track: TrackView) => `longwave-draft-${track.id}`;

/** What was typed and not saved when the page was left; only the fields that were changed. */
function keptChanges(track: TrackView): Partial<TrackDraft> {
  const kept = sessionStorage.getItem(storageKey(track));
  return kept === null ? {} : (JSON.parse(kept) as Partial<TrackDraft>);
}

/**
 * The form of one track. Unsaved words are kept in this tab over leaving and reload, so nothing typed is lost; fields
 * the person has not touched follow what others and the server make of the track.
 */
export function useTrackDraft(track: TrackView) {
  const client = useQueryClient();
  const saved = draftOf(track);
  const [changes, setChanges] = useState(() => keptChanges(track));
  const [errors, setErrors] = useState<DraftErrors>({});
  const draft: TrackDraft = { ...saved, ...changes };
  const changed = changedFields(draft, saved);
  const key = storageKey(track);

  useEffect(() => {
    if (Object.keys(changes).length === 0) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(changes));
  }, [changes, key]);

  const mutation = useMutation({
    mutationFn: () => call('updateTrack', { params: { id: track.id }, body: updateBody(draft, changed) }),
    onSuccess(updated) {
      setChanges({});
      replaceTrack(client, updated);
      void reloadTracks(client);
    },
    onError(error) {
      const taken = error instanceof ApiError && error.code === 'catalog.slug_taken';
      setErrors(taken ? { slug: words.slugTaken } : fieldIssues(error));
    },
  });

  return {
    draft,
    errors,
    changedCount: changed.length,
    saving: mutation.isPending,
    /** What kept the last save from happening, unless it is said at a field. */
    problem: mutation.isError ? (mutation.error?.message ?? null) : null,
    change(patch: Partial<TrackDraft>) {
      setChanges({ ...changes, ...patch });
      setErrors({});
    },
    save() {
      const found = draftErrors(draft);
      setErrors(found);
      if (changed.length > 0 && Object.keys(found).length === 0) mutation.mutate();
    },
    discard() {
      setChanges({});
      setErrors({});
      mutation.reset();
    },
  };
}
export type DraftForm = ReturnType<typeof useTrackDraft>;
