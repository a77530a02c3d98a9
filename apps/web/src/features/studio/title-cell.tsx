import type { TrackView } from '@longwave/contracts/catalog';
import { type KeyboardEvent, useState } from 'react';
import { Link } from 'react-router';
import { tracks as words } from '../../strings/en-studio.ts';
import { IconButton } from '../../ui/button.tsx';

/** A title that leads to its details and can be changed in place: Enter keeps, Escape puts back, leaving keeps. */
export function TitleCell({ track, onRename }: { track: TrackView; onRename: (title: string) => void }) {
  const [editing, setEditing] = useState(false);
  if (editing) {
    return (
      <TitleInput
        title={track.title}
        onEnd={(title) => {
          setEditing(false);
          if (title !== null && title !== '' && title !== track.title) onRename(title);
        }}
      />
    );
  }
  return (
    <div className="group/title flex min-w-0 items-center">
      <Link
        to={`/studio/tracks/${track.id}`}
        aria-label={words.open(track.title)}
        className="min-w-0 truncate rounded-control font-medium underline-offset-4 hover:underline"
      >
        {track.title}
      </Link>
      <IconButton
        icon="edit"
        iconSize={16}
        label={words.editTitle(track.title)}
        className="size-8! opacity-0 group-hover/title:opacity-100 focus-visible:opacity-100 max-md:hidden"
        onClick={() => setEditing(true)}
      />
    </div>
  );
}

function TitleInput({ title, onEnd }: { title: string; onEnd: (title: string | null) => void }) {
  const [value, setValue] = useState(title);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') onEnd(value.trim());
    if (event.key === 'Escape') onEnd(null);
  };
  return (
    <input
      aria-label={words.titleField}
      // The person has just asked to type here.
      ref={(input) => input?.focus()}
      onFocus={(event) => event.target.select()}
      value={value}
      maxLength={200}
      onChange={(event) => setValue(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => onEnd(value.trim())}
      className="h-9 w-full rounded-control border border-edge bg-ground px-2 font-medium"
    />
  );
}
