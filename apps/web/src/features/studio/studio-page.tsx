import { useSearchParams } from 'react-router';
import { useStore } from 'zustand';
import { studio as words, tracks as trackWords } from '../../strings/en-studio.ts';
import { titles } from '../../strings/en-titles.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { uploadsOf } from '../upload/browser-uploads.ts';
import { DropZone, FilePicker } from './drop-zone.tsx';
import { useMe } from './studio-layout.tsx';
import { TrackList } from './track-list.tsx';
import { UploadList } from './upload-list.tsx';

const audioTypes = 'audio/*,.wav,.aif,.aiff,.flac,.m4a,.mp3,.ogg,.oga,.opus,.webm,.caf,.wv,.ape,.tta';

/** The workbench: what is on its way, and everything that is there. */
export function Component() {
  const engine = uploadsOf(useMe().id);
  const items = useStore(engine.store, (state) => state.items);
  const [search, setSearch] = useSearchParams();
  const view = search.get('view') === 'deleted' ? 'deleted' : 'mine';
  const picker = (
    <FilePicker multiple variant="primary" icon="upload" label={words.add} accept={audioTypes} onFiles={engine.add} />
  );
  return (
    <DropZone onFiles={engine.add}>
      <div className="grid w-full gap-6">
        <header className="flex flex-wrap items-center justify-between gap-4">
          <h1 className="text-2xl font-semibold">{titles.studio}</h1>
          {picker}
        </header>
        <UploadList engine={engine} items={items} />
        <Tabs
          label={trackWords.views}
          value={view}
          onChange={(id) => setSearch(id === 'deleted' ? { view: 'deleted' } : {}, { replace: true })}
          tabs={[
            { id: 'mine', label: trackWords.mine, content: <TrackList view="mine" picker={picker} /> },
            { id: 'deleted', label: trackWords.deleted, content: <TrackList view="deleted" picker={null} /> },
          ]}
        />
      </div>
    </DropZone>
  );
}
