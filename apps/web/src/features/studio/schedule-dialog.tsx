import type { TrackView } from '@longwave/contracts/catalog';
import { type FormEvent, useState } from 'react';
import { scheduling as words } from '../../strings/en-studio.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { fromLocalInput, toLocalInput, zoneName } from './format.ts';
import { useTrackActions } from './use-track-actions.ts';

const dayMs = 86_400_000;

/** Asks for the moment a track comes out, in the reader's own time zone, which it names. */
export function ScheduleDialog({ track, onClose }: { track: TrackView; onClose: () => void }) {
  const actions = useTrackActions();
  const [value, setValue] = useState(() => toLocalInput(track.releaseAt ?? new Date(Date.now() + dayMs).toISOString()));
  const [error, setError] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const releaseAt = fromLocalInput(value);
    if (releaseAt === null || Date.parse(releaseAt) <= Date.now()) return setError(words.past);
    if (await actions.publish(track, { releaseAt })) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={words.title(track.title)}
      description={words.description}
      footer={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button type="submit" form="schedule" variant="primary">
            {words.submit}
          </Button>
        </>
      }
    >
      <form id="schedule" noValidate onSubmit={(event) => void submit(event)}>
        <TextField
          label={words.when}
          type="datetime-local"
          value={value}
          hint={words.zone(zoneName(new Date(fromLocalInput(value) ?? track.createdAt)))}
          error={error}
          onChange={(event) => {
            setValue(event.target.value);
            setError(undefined);
          }}
        />
      </form>
    </Dialog>
  );
}
