import { create } from 'zustand';

const useAnnouncement = create<{ readonly text: string }>(() => ({ text: '' }));

/** Says a sentence through the page's live region (player and upload state, page changes). */
export function announce(text: string): void {
  useAnnouncement.setState({ text });
}

/** The live region; mounted once by the shell. */
export function Announcer() {
  const text = useAnnouncement((state) => state.text);
  return (
    <output aria-live="polite" aria-atomic="true" className="sr-only">
      {text}
    </output>
  );
}
