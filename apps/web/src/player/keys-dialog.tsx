import { keys as text } from '../strings/en.ts';
import { Dialog } from '../ui/dialog.tsx';

/** The list of keys. */
export default function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={text.title} description={text.description}>
      <dl className="grid">
        {text.rows.map(([key, what]) => (
          <div key={key} className="flex items-center justify-between gap-4 border-b border-line py-2.5 last:border-0">
            <dt className="text-sm text-muted">{what}</dt>
            <dd>
              <kbd className="rounded-control border border-edge/60 bg-ground px-2 py-1 font-sans text-sm">{key}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
