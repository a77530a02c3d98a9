import { uploads as words } from '../../strings/en-studio.ts';
import { Button } from '../../ui/button.tsx';
import type { UploadEngine } from '../upload/upload-engine.ts';
import { isSettled, type UploadItem } from '../upload/upload-item.ts';
import { UploadRow } from './upload-row.tsx';

/** Files on their way, in the order they were added. Nothing at all while there are none. */
export function UploadList({ engine, items }: { engine: UploadEngine; items: readonly UploadItem[] }) {
  if (items.length === 0) return null;
  const done = items.filter((item) => item.state === 'ready');
  const active = items.filter((item) => !isSettled(item));
  return (
    <section
      aria-label={words.region}
      className="rounded-surface border border-line bg-raised px-4 pt-3 pb-1 shadow-raised"
    >
      <header className="flex min-h-9 flex-wrap items-center gap-x-3">
        <h2 className="font-semibold">{words.title}</h2>
        <p className="text-sm text-muted tabular">{words.summary(active.length, done.length)}</p>
        {done.length > 0 && (
          <Button
            variant="quiet"
            size="sm"
            className="ml-auto"
            onClick={() => done.forEach((item) => engine.remove(item.id))}
          >
            {words.clear}
          </Button>
        )}
      </header>
      <ul className="divide-y divide-line">
        {items.map((item) => (
          <UploadRow key={item.id} item={item} engine={engine} />
        ))}
      </ul>
    </section>
  );
}
