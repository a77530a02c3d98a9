import { type ReactNode, useEffect, useRef, useState } from 'react';
import { studio as words } from '../../strings/en-studio.ts';
import { Button, type ButtonLook } from '../../ui/button.tsx';
import { Horizon } from '../../ui/horizon.tsx';
import { toast } from '../../ui/toast.tsx';

/** Accepts files dropped anywhere on the page, and shows that it will. */
export function DropZone({ onFiles, children }: { onFiles: (files: File[]) => void; children: ReactNode }) {
  const [over, setOver] = useState(false);
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  });
  useEffect(() => {
    const stop = new AbortController();
    const on = (type: 'dragover' | 'dragleave' | 'drop', listener: (event: DragEvent) => void) =>
      document.addEventListener(type, listener, { signal: stop.signal });
    on('dragover', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    });
    // Leaving the window has no target to enter; moving between elements does.
    on('dragleave', (event) => event.relatedTarget === null && setOver(false));
    on('drop', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(false);
      void filesOf(event.dataTransfer).then((files) =>
        files.length > 0 ? latest.current(files) : toast({ message: words.noFiles }),
      );
    });
    return () => stop.abort();
  }, []);
  return (
    <>
      {children}
      {over && (
        <div className="pointer-events-none fixed inset-3 z-50 grid animate-fade place-content-center justify-items-center gap-5 rounded-surface border-2 border-dashed border-accent bg-glass p-8 text-center backdrop-blur-sm">
          <Horizon className="h-14 w-full max-w-lg text-wave" />
          <p className="font-display text-xl font-semibold">{words.dropHere}</p>
          <p className="max-w-prose text-sm text-muted">{words.dropHint}</p>
        </div>
      )}
    </>
  );
}

/** Files of a drop, with those inside dropped folders. */
async function filesOf(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return [...transfer.files];
  return (await Promise.all(entries.map(filesUnder))).flat();
}

async function filesUnder(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) return [await new Promise<File>((found, lost) => (entry as FileSystemFileEntry).file(found, lost))];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const inside: FileSystemEntry[] = [];
  // A reader answers a folder in batches and ends with an empty one.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((found, lost) => reader.readEntries(found, lost));
    if (batch.length === 0) break;
    inside.push(...batch);
  }
  const visible = inside.filter(({ name }) => !name.startsWith('.'));
  return (await Promise.all(visible.map(filesUnder))).flat();
}

/** Opens the file picker. */
export function FilePicker(
  props: ButtonLook & { label: string; accept?: string; multiple?: boolean; onFiles: (files: File[]) => void },
) {
  const { label, accept, multiple = false, onFiles, ...look } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...look} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        multiple={multiple}
        {...(accept === undefined ? {} : { accept })}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // The same file can be chosen again.
          event.target.value = '';
        }}
      />
    </>
  );
}
