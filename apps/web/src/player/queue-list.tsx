import { clsx } from 'clsx';
import { useState, type DragEvent, type KeyboardEvent, type ReactNode } from 'react';
import { player as text } from '../strings/en.ts';
import { announce } from '../ui/announcer.tsx';
import { Artwork } from '../ui/artwork.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { toast } from '../ui/toast.tsx';
import { clearUpcoming, jumpTo, move, remove, setPanel } from './controls.ts';
import { formatTime } from './format-time.ts';
import { usePlayer } from './player-store.ts';
import type { QueueEntry } from './queue.ts';
import { refreshArtwork } from './refresh-artwork.ts';

function clear(): void {
  toast({ message: text.queueCleared, action: { label: text.undo, onSelect: clearUpcoming() } });
}

/** The queue as a list: press to play, drag or alt + arrow keys to move, remove. */
export function QueueList({ heading }: { heading: ReactNode }) {
  const { entries, currentKey } = usePlayer((state) => state.queue);
  const [dragged, setDragged] = useState<number | null>(null);
  return (
    <>
      <div className="flex items-center justify-between gap-2 py-3 pr-3 pl-6">
        {heading}
        <div className="flex items-center gap-1">
          {entries.length > 1 && (
            <Button variant="quiet" size="sm" onClick={clear}>
              {text.clearQueue}
            </Button>
          )}
          <IconButton icon="close" label={text.close} onClick={() => setPanel('none')} />
        </div>
      </div>
      <ol className="flex-1 overflow-y-auto px-3 pb-4">
        {entries.map((entry, index) => (
          <QueueRow
            key={entry.key}
            entry={entry}
            index={index}
            last={index === entries.length - 1}
            current={entry.key === currentKey}
            dragging={entry.key === dragged}
            onDragStart={() => setDragged(entry.key)}
            onDragOver={(event) => {
              event.preventDefault();
              if (dragged !== null && dragged !== entry.key) move(dragged, index);
            }}
            onDragEnd={() => setDragged(null)}
          />
        ))}
      </ol>
    </>
  );
}

interface RowProps {
  readonly entry: QueueEntry;
  readonly index: number;
  readonly last: boolean;
  readonly current: boolean;
  readonly dragging: boolean;
  readonly onDragStart: () => void;
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragEnd: () => void;
}

function QueueRow({ entry, index, last, current, dragging, ...drag }: RowProps) {
  const { key, track } = entry;
  const moveTo = (place: number) => {
    move(key, place);
    announce(text.moved(track.title, place + 1));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    moveTo(index + (event.key === 'ArrowUp' ? -1 : 1));
  };
  return (
    // Dragging and alt + arrow keys only double what the buttons of the row do.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      draggable
      {...drag}
      onKeyDown={onKeyDown}
      aria-current={current || undefined}
      className={clsx(
        'group flex items-center gap-1 rounded-control pr-1 hover:bg-hover focus-within:bg-hover',
        dragging && 'opacity-50',
      )}
    >
      <button
        type="button"
        onClick={() => jumpTo(key)}
        className="flex min-h-14 min-w-0 flex-1 items-center gap-3 rounded-control px-3 text-left"
      >
        <Artwork
          src={track.artwork.url200}
          colour={track.artwork.colour}
          alt=""
          sizePx={40}
          onBroken={() => void refreshArtwork(track)}
          className="size-10 rounded-control"
        />
        <span className="grid min-w-0 flex-1 leading-snug">
          <span className={clsx('truncate text-sm font-medium', current && 'text-accent')}>{track.title}</span>
          <span className="truncate text-sm text-muted">{track.artistName}</span>
        </span>
        <span className="text-sm text-muted tabular">{formatTime(track.durationMs / 1000)}</span>
      </button>
      <span className="flex">
        <IconButton
          icon="arrowUp"
          label={text.moveUp(track.title)}
          iconSize={17}
          className="size-8"
          disabled={index === 0}
          onClick={() => moveTo(index - 1)}
        />
        <IconButton
          icon="arrowDown"
          label={text.moveDown(track.title)}
          iconSize={17}
          className="size-8"
          disabled={last}
          onClick={() => moveTo(index + 1)}
        />
        <IconButton
          icon="close"
          label={text.remove(track.title)}
          iconSize={17}
          className="size-8"
          onClick={() => remove(key)}
        />
      </span>
    </li>
  );
}
