import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrackVersionId } from '@longwave/contracts/ids';
import { rowsOf } from '../../platform/db/database.ts';
import { mediaJobs } from './jobs.ts';
import { createProcessingFixture, makeSound, tones } from './processing.fixture.ts';
import { processings } from './schema.ts';

const minuteMs = 60_000;
let fixture: Awaited<ReturnType<typeof createProcessingFixture>>;
let sounds: string;
beforeAll(async () => {
  sounds = mkdtempSync(join(tmpdir(), 'longwave-sounds-'));
  fixture = await createProcessingFixture();
});
afterAll(async () => {
  await fixture[Symbol.asyncDispose]();
  rmSync(sounds, { recursive: true, force: true });
});

const stateOf = async (versionId: TrackVersionId) => (await fixture.media.readProcessings([versionId])).get(versionId);
const failuresOf = (versionId: TrackVersionId) =>
  rowsOf<{ payload: { failure: { code: string } } }>(
    fixture.deps.db.read,
    sql`select payload from events where subject = ${`version:${versionId}`} and name = 'media.version-failed'`,
  );
async function giveUp(versionId: TrackVersionId): Promise<void> {
  const definition = mediaJobs(fixture.deps).find((job) => job.name === 'media.process-version');
  await definition?.onDead?.({ versionId }, { message: 'the process died on the last try' });
}

describe('a version whose job is given up', () => {
  it('fails with media.internal after the last try, and tells its owner', async () => {
    const { versionId } = await fixture.submit(makeSound(sounds, 'blocked.flac', tones(1.5)));
    // A folder that cannot be made is a fault of the machine, which each try meets again.
    const blocked = join(fixture.folder, 'objects', 'waveforms');
    rmSync(blocked, { recursive: true, force: true });
    writeFileSync(blocked, 'in the way');
    await fixture.jobs.processAll();
    const state = await stateOf(versionId);
    expect(state).toMatchObject({ stage: 'failed', percent: 0, failure: { code: 'media.internal' } });
    expect(await failuresOf(versionId)).toMatchObject([{ payload: { failure: { code: 'media.internal' } } }]);
    const told = await rowsOf<{ data: unknown }>(
      fixture.deps.db.read,
      sql`select data from live_messages where room = ${`user:${fixture.ownerId}`} order by id desc limit 1`,
    );
    expect(told).toMatchObject([{ data: { versionId, stage: 'failed', failure: { code: 'media.internal' } } }]);
    expect(await fixture.jobs.list({ name: 'media.process-version', state: 'failed', limit: 10 })).toHaveLength(1);

    rmSync(blocked);
    mkdirSync(blocked);
    await fixture.deps.db.tx((tx) => fixture.media.retryProcessing(tx, versionId));
    await fixture.jobs.processAll();
    expect(await stateOf(versionId)).toMatchObject({ stage: 'ready', failure: null });
  });

  it('is told once, however often the queue says so, and a ready version never', async () => {
    const { versionId } = await fixture.submit(makeSound(sounds, 'twice.flac', tones(1.5)));
    await giveUp(versionId);
    await giveUp(versionId);
    expect(await stateOf(versionId)).toMatchObject({ stage: 'failed', failure: { code: 'media.internal' } });
    expect(await failuresOf(versionId)).toHaveLength(1);
    await fixture.jobs.processAll();
    await giveUp(versionId);
    expect(await stateOf(versionId)).toMatchObject({ stage: 'ready' });
    expect(await failuresOf(versionId)).toHaveLength(1);
  });
});

describe('a version that nobody works on', () => {
  const resume = async () => {
    await fixture.deps.db.tx((tx) => fixture.jobs.enqueue(tx, 'media.resume-stalled', {}));
    await fixture.jobs.processAll();
  };

  it('is put back into the queue after 10 minutes, not before', async () => {
    const { versionId } = await fixture.submit(makeSound(sounds, 'lost.flac', tones(1.5)));
    const [job] = await fixture.jobs.list({ name: 'media.process-version', state: 'waiting', limit: 1 });
    await fixture.jobs.cancel(String(job?.id));
    const at = fixture.clock.now();
    await fixture.deps.db.tx((tx) =>
      tx
        .update(processings)
        .set({ stage: 'transcoding', percent: 40, updatedAt: at })
        .where(eq(processings.versionId, versionId)),
    );
    fixture.clock.advanceMs(9 * minuteMs);
    await resume();
    expect(await stateOf(versionId)).toMatchObject({ stage: 'transcoding', percent: 40 });
    fixture.clock.advanceMs(2 * minuteMs);
    await resume();
    expect(await stateOf(versionId)).toMatchObject({ stage: 'ready', percent: 100 });
  });
});
