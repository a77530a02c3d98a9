import type { TrackView } from '@longwave/contracts/catalog';
import { type FormEvent, useEffect, useState } from 'react';
import { Link } from 'react-router';
import { editor as words, tracks as trackWords } from '../../strings/en-studio.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Menu } from '../../ui/menu.tsx';
import { ArtworkField } from './artwork-field.tsx';
import { ProcessingState } from './processing-state.tsx';
import { ScheduleDialog } from './schedule-dialog.tsx';
import { SharePanel } from './share-panel.tsx';
import { TrackFields } from './track-fields.tsx';
import { trackMenu } from './track-menu.ts';
import { TrackStatus } from './track-status.tsx';
import { useTrackActions } from './use-track-actions.ts';
import { type DraftForm, useTrackDraft } from './use-track-draft.ts';

const formId = 'track';

/** The editor of a track: what it looks like and how it is doing on the left, what is said about it on the right. */
export function TrackEditor({ track }: { track: TrackView }) {
  const form = useTrackDraft(track);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    form.save();
  };
  useSaveKey(form);
  return (
    <div className="grid w-full gap-x-10 gap-y-8 lg:grid-cols-[17rem_minmax(0,1fr)]">
      <EditorHead track={track} />
      <aside className="grid content-start gap-8">
        <ArtworkField track={track} />
        <ProcessingState track={track} />
      </aside>
      <div className="grid content-start gap-10">
        <form id={formId} noValidate onSubmit={submit}>
          <TrackFields track={track} form={form} />
        </form>
        <SharePanel track={track} />
      </div>
      <SaveBar form={form} />
    </div>
  );
}

function EditorHead({ track }: { track: TrackView }) {
  const actions = useTrackActions();
  const [scheduling, setScheduling] = useState(false);
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-3 lg:col-span-2">
      <div className="grid min-w-0 flex-1 basis-64 gap-1">
        <Link
          to="/studio"
          className="inline-flex items-center gap-1 justify-self-start text-sm text-muted hover:text-text"
        >
          <Icon name="chevronLeft" size={16} />
          {words.back}
        </Link>
        <h1 className="text-2xl font-semibold">{track.title}</h1>
        <TrackStatus track={track} />
      </div>
      <div className="flex items-center gap-2">
        {track.published ? (
          <Link
            to={track.url}
            className="inline-flex min-h-10 items-center gap-2 rounded-control border border-edge/60 bg-raised px-4 text-sm font-medium hover:bg-hover"
          >
            <Icon name="external" size={18} />
            {words.publicPage}
          </Link>
        ) : (
          <Button
            variant="primary"
            icon="globe"
            disabled={track.version.stage === 'failed'}
            onClick={() => void actions.publish(track)}
          >
            {trackWords.publish}
          </Button>
        )}
        <Menu
          trigger={<IconButton icon="more" label={trackWords.actionsOf(track.title)} />}
          items={trackMenu(track, actions, () => setScheduling(true))}
        />
      </div>
      {scheduling && <ScheduleDialog track={track} onClose={() => setScheduling(false)} />}
    </header>
  );
}

/** Always in sight: whether everything is saved, and the way to save it. */
function SaveBar({ form }: { form: DraftForm }) {
  const { changedCount, saving, problem } = form;
  const clean = changedCount === 0;
  return (
    <div className="sticky bottom-[calc(var(--lw-player)+var(--lw-bottom))] z-10 -mx-4 -mb-16 flex flex-wrap items-center gap-3 border-t border-line bg-glass px-4 py-3 backdrop-blur-md sm:-mx-8 sm:px-8 lg:col-span-2">
      <output className={`flex min-w-0 flex-1 items-center gap-2 text-sm ${problem ? 'text-bad' : 'text-muted'}`}>
        <Icon
          name={problem ? 'warning' : clean ? 'check' : 'edit'}
          size={18}
          className={`shrink-0 ${clean && !problem ? 'text-good' : ''}`}
        />
        {saving
          ? words.saving
          : problem
            ? `${words.saveFailed} ${problem}`
            : clean
              ? words.saved
              : words.unsaved(changedCount)}
      </output>
      {!clean && (
        <Button variant="quiet" onClick={form.discard}>
          {words.discard}
        </Button>
      )}
      <Button
        type="submit"
        form={formId}
        variant="primary"
        disabled={clean}
        busy={saving}
        aria-keyshortcuts="Control+S"
      >
        {words.save}
      </Button>
    </div>
  );
}

/** Ctrl+S and ⌘S save, as in every program that edits. */
function useSaveKey(form: DraftForm): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      form.save();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });
}
