import { useSyncExternalStore } from 'react';
import { shell as text } from '../strings/en.ts';
import { Icon } from '../ui/icons.tsx';

function subscribe(onChange: () => void): () => void {
  addEventListener('online', onChange);
  addEventListener('offline', onChange);
  return () => {
    removeEventListener('online', onChange);
    removeEventListener('offline', onChange);
  };
}

/** Whether the browser has a network at all. */
export function useOnline(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );
}

/** Says that the network is gone, and what still works. */
export function OfflineBanner() {
  if (useOnline()) return null;
  return (
    <output className="flex items-center justify-center gap-2.5 border-b border-line bg-raised px-4 py-2.5 text-sm">
      <Icon name="offline" size={18} className="shrink-0 text-warn" />
      {text.offline}
    </output>
  );
}
