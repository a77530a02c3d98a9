import { Link } from 'react-router';
import { uploads as words } from '../../strings/en-studio.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icons.tsx';
import { Progress } from '../../ui/progress.tsx';
import type { UploadEngine } from '../upload/upload-engine.ts';
import { isProcessing, isSending, sentPercent, type UploadItem } from '../upload/upload-item.ts';
import { FilePicker } from './drop-zone.tsx';
import { fileSize, timeLeft } from './format.ts';

/** One file on its way: its real stage, the bytes that have left, and what can be done about it. */
export function UploadRow({ item, engine }: { item: UploadItem; engine: UploadEngine }) {
  const failed = item.state === 'failed';
  return (
    <li data-state={item.state} className="grid gap-2 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Mark item={item} />
        <div className="grid min-w-0 flex-1 basis-52">
          <span className="truncate font-medium" title={item.name}>
            {item.title}
          </span>
          <span className={`text-sm tabular ${item.hold === null ? 'text-muted' : 'text-warn'}`}>
            {stateText(item)}
          </span>
        </div>
        <Actions item={item} engine={engine} />
      </div>
      {failed && (
        <p className="ml-8 text-sm">
          <span className="text-bad">{item.failure?.message}</span>{' '}
          <span className="text-muted">{item.failure?.hint}</span>
        </p>
      )}
      {(isSending(item) || isProcessing(item)) && (
        <div className="ml-8">
          <Progress
            label={words.progressOf(item.title)}
            percent={isSending(item) ? sentPercent(item) : item.state === 'transcoding' ? item.percent : null}
          />
        </div>
      )}
    </li>
  );
}

function Mark({ item }: { item: UploadItem }) {
  const [icon, tone]: [IconName, string] =
    item.state === 'ready'
      ? ['check', 'text-good']
      : item.state === 'failed'
        ? ['warning', 'text-bad']
        : item.hold === 'offline'
          ? ['offline', 'text-warn']
          : item.hold === 'file-missing'
            ? ['warning', 'text-warn']
            : isSending(item)
              ? ['upload', 'text-accent']
              : ['level', 'text-accent'];
  return <Icon name={icon} className={`shrink-0 ${tone}`} />;
}

/** The state of an item in one line. */
function stateText(item: UploadItem): string {
  const holds = {
    paused: words.paused,
    offline: words.offline,
    retrying: words.retrying,
    'file-missing': words.fileMissing,
  };
  const sent = words.sent(fileSize(item.sentBytes), fileSize(item.sizeBytes));
  if (item.hold === 'paused') return `${words.paused} · ${sent}`;
  if (item.hold !== null) return holds[item.hold];
  switch (item.state) {
    case 'uploading': {
      const left = timeLeft(item.sizeBytes - item.sentBytes, item.bytesPerS);
      const rate = item.bytesPerS > 0 && words.rate(fileSize(item.bytesPerS));
      return [`${sentPercent(item)} %`, sent, rate, left && words.left(left)].filter(Boolean).join(' · ');
    }
    case 'transcoding':
      return words.transcoding(item.percent);
    case 'failed':
      return item.name;
    default:
      return words[item.state];
  }
}

function Actions({ item, engine }: { item: UploadItem; engine: UploadEngine }) {
  const named = (action: string) => words.actionOn(action, item.title);
  const settled = item.state === 'ready' || item.state === 'failed';
  return (
    <div className="ml-auto flex items-center gap-1">
      {item.state === 'ready' && item.trackId && (
        <Link
          to={`/studio/tracks/${item.trackId}`}
          aria-label={named(words.edit)}
          className="px-2 text-sm font-medium text-accent underline-offset-4 hover:underline"
        >
          {words.edit}
        </Link>
      )}
      {item.state === 'failed' && (
        <Button size="sm" icon="retry" aria-label={named(words.retry)} onClick={() => engine.retry(item.id)}>
          {words.retry}
        </Button>
      )}
      {item.hold === 'file-missing' && (
        <FilePicker size="sm" label={words.chooseAgain} onFiles={(files) => engine.add(files)} />
      )}
      {isSending(item) && item.hold === 'paused' && (
        <Button size="sm" icon="play" aria-label={named(words.resume)} onClick={() => engine.resume(item.id)}>
          {words.resume}
        </Button>
      )}
      {isSending(item) && item.hold !== 'paused' && item.hold !== 'file-missing' && (
        <IconButton icon="pause" iconSize={18} label={named(words.pause)} onClick={() => engine.pause(item.id)} />
      )}
      {!isProcessing(item) && (
        <IconButton
          icon="close"
          iconSize={18}
          label={named(settled ? words.dismiss : words.cancel)}
          onClick={() => engine.remove(item.id)}
        />
      )}
    </div>
  );
}
