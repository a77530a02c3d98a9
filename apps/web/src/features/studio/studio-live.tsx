import type { Me } from '@longwave/contracts/identity';
import type { TypedLiveMessage } from '../../live/live-rooms.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLiveRoom } from '../../live/use-live-room.ts';
import { uploads as words } from '../../strings/en-studio.ts';
import { announce } from '../../ui/announcer.tsx';
import { uploadsOf } from '../upload/browser-uploads.ts';
import type { UploadItem } from '../upload/upload-item.ts';
import { patchTracks, reloadTracks } from './tracks-cache.ts';

/** Keeps what the studio shows true while the server works, and says aloud what becomes of uploads. Draws nothing. */
export function StudioLive({ user }: { user: Me }) {
  const client = useQueryClient();
  const reload = () => {
    void reloadTracks(client);
    void client.invalidateQueries({ queryKey: ['track'] });
  };
  const onMessage = (message: TypedLiveMessage) => {
    if (message.name !== 'version.progressed') return reload();
    const { versionId, stage, percent, failure } = message.data;
    patchTracks(client, (track) =>
      track.version.id === versionId ? { ...track, version: { ...track.version, stage, percent, failure } } : track,
    );
    // Length, loudness and artwork come with the end.
    if (stage === 'ready' || stage === 'failed') reload();
  };
  useLiveRoom(`user:${user.id}`, { onMessage, onGap: reload });

  useEffect(() => {
    const { store } = uploadsOf(user.id);
    return store.subscribe(({ items }, { items: before }) => {
      const known = new Map(before.map((item) => [item.id, item]));
      for (const item of items) {
        const old = known.get(item.id);
        if (old?.state !== item.state) say(item);
        const news = old && (old.trackId !== item.trackId || old.state !== item.state);
        if (news && item.trackId) void reloadTracks(client);
      }
    });
  }, [user.id, client]);
  return null;
}

function say(item: UploadItem): void {
  const { said } = words;
  if (item.state === 'uploading') announce(said.uploading(item.title));
  if (item.state === 'uploaded') announce(said.uploaded(item.title));
  if (item.state === 'ready') announce(said.ready(item.title));
  if (item.state === 'failed') announce(said.failed(item.title, item.failure?.message ?? ''));
}
