import type { TrackView } from '@longwave/contracts/catalog';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../../api/browser.ts';
import { editor as words } from '../../strings/en-studio.ts';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/progress.tsx';
import { sendArtwork } from '../upload/send-artwork.ts';
import { FilePicker } from './drop-zone.tsx';
import { replaceTrack } from './tracks-cache.ts';

const sizeMaxBytes = 20 * 1024 * 1024;

/** The picture of a track: shown at once from the person's own file, sent, then taken from the server. */
export function ArtworkField({ track }: { track: TrackView }) {
  const client = useQueryClient();
  const [preview, setPreview] = useState<string | null>(null);
  const [percent, setPercent] = useState(0);
  useEffect(() => () => void (preview !== null && URL.revokeObjectURL(preview)), [preview]);
  const change = useMutation({
    async mutationFn(file: File | null) {
      if (file !== null && !file.type.startsWith('image/')) throw new Error(words.artworkWrong);
      if (file !== null && file.size > sizeMaxBytes) throw new Error(words.artworkTooBig);
      setPercent(0);
      setPreview(file && URL.createObjectURL(file));
      const artworkAssetId = file && (await sendArtwork(file, setPercent));
      return call('updateTrack', { params: { id: track.id }, body: { artworkAssetId } });
    },
    onSuccess: (updated) => replaceTrack(client, updated),
    onSettled: () => setPreview(null),
  });
  const { artwork } = track;
  return (
    <section aria-label={words.sections.artwork} className="grid max-w-72 gap-3">
      <img
        src={preview ?? artwork.url1000}
        alt={words.artworkOf(track.title)}
        width={1000}
        height={1000}
        className="aspect-square w-full rounded-surface bg-raised object-cover"
      />
      {change.isPending && <Progress label={words.artworkSending} percent={percent} />}
      <div className="flex flex-wrap gap-2">
        <FilePicker
          size="sm"
          icon="image"
          accept="image/jpeg,image/png,image/webp,image/avif"
          label={artwork.generated ? words.artworkChoose : words.artworkReplace}
          onFiles={([file]) => file && change.mutate(file)}
        />
        {!artwork.generated && (
          <Button size="sm" variant="quiet" disabled={change.isPending} onClick={() => change.mutate(null)}>
            {words.artworkRemove}
          </Button>
        )}
      </div>
      {change.isError ? (
        <p role="alert" className="text-sm text-bad">
          {change.error.message}
        </p>
      ) : (
        <p className="text-sm text-muted">
          {artwork.generated && `${words.artworkGenerated} `}
          {words.artworkHint}
        </p>
      )}
    </section>
  );
}
