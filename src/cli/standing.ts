/**
 * What goes on until Ctrl-C: a live capture, a port for senders, a watched folder. Done by a server that runs already on the data
 * directory, else by one that this command starts. What has come by then is kept.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FolderWish } from '#app/folder/watch.ts';
import type { CaptureWish, ListenWish } from '#app/live/live.ts';
import type { Job } from '#app/model.ts';
import { AppError } from '#base/errors.ts';
import { openBrowser } from './browser.ts';
import { chosenDataDir } from './data-dir-option.ts';
import { DECODE_OPTIONS, readSettings } from './decode-options.ts';
import { callTo, type Door, ownDoor, remoteDoor } from './door.ts';
import { importText, unusedName } from './import-files.ts';
import { openProgress } from './progress.ts';
import { addressOf, type Served, servedBy, tellSettled, typed } from './served.ts';
import { SERVER_OPTIONS, type ServerChoices, startServer } from './start-server.ts';

const POLL_MS = 250;

export const STANDING_OPTIONS = {
  ...SERVER_OPTIONS,
  dataset: { type: 'string', short: 'd' },
  ...DECODE_OPTIONS,
  open: { type: 'boolean' },
} as const;

export type StandingChoices = ServerChoices &
  Parameters<typeof readSettings>[0] & { readonly dataset?: string | undefined; readonly open?: boolean | undefined };

export type StandingWish =
  | ({ readonly kind: 'listen' } & ListenWish)
  | ({ readonly kind: 'capture' } & CaptureWish)
  | ({ readonly kind: 'folder' } & FolderWish);

/** Begins it and follows it to its end. `told`: lines about what has begun. */
export async function stand(
  wish: StandingWish,
  hint: string,
  choices: StandingChoices,
  told: (job: Job) => readonly string[],
): Promise<void> {
  const settings = readSettings(choices);
  const served = servedBy(chosenDataDir(choices['data-dir']), Date.now());
  const ending = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  let door: Door;
  let begin: (dataset: string) => Promise<Job>;
  if (served !== undefined) {
    tellSettled(served, choices);
    door = remoteDoor(served.port);
    const { kind, ...body } = wish;
    const call = callTo(door.address!);
    begin = (dataset) =>
      call<Job>('POST', `/api/datasets/${dataset}/${kind}`, body).catch((error: unknown) => {
        throw kind === 'capture' ? mayNotCapture(error, served) : error;
      });
  } else {
    const { app, address, close } = await startServer(choices, {
      mayCapture: wish.kind === 'capture',
      // Ctrl-C: what runs is ended well and told before the server goes.
      beforeStop: async () => {
        ending.resolve();
        await over.promise;
      },
    });
    door = { ...ownDoor(app, address), close };
    begin = async (dataset) => {
      switch (wish.kind) {
        case 'listen':
          return app.live.listen(dataset, wish);
        case 'capture':
          return app.live.capture(dataset, wish);
        case 'folder':
          return app.folders.watch(dataset, wish);
      }
    };
  }
  try {
    const datasets = await door.datasets();
    const known = datasets.find(({ name }) => name === choices.dataset);
    const dataset = known ?? (await door.create(choices.dataset ?? unusedName(hint, datasets), settings));
    let job: Job;
    try {
      job = await begin(dataset.id);
    } catch (error) {
      if (known === undefined) await door.remove(dataset.id).catch(() => undefined);
      throw error;
    }
    const page = `${door.address}/d/${dataset.id}`;
    for (const line of told(job)) process.stdout.write(`${line}\n`);
    process.stdout.write(`See it at ${page}; Ctrl-C ends it\n`);
    if (choices.open) openBrowser(page);
    if (served !== undefined)
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.resolve());
    const last = await followed(door, job, ending.promise);
    process.stdout.write(importText({ dataset, job: last }, []));
    if (last.state === 'failed') throw new AppError('USAGE', { message: last.error ?? 'it has failed' });
  } finally {
    over.resolve();
    await door.close();
  }
}

/** What to type: the same command does it once that server has ended, and shows all that the server showed. */
function mayNotCapture(error: unknown, served: Served): unknown {
  if (!(error instanceof AppError) || error.code !== 'FORBIDDEN') return error;
  const command = typed(['capscope', ...process.argv.slice(2)]);
  return new AppError('FORBIDDEN', {
    reason: `the Capscope at ${addressOf(served)} was started without --allow-capture: end it (Ctrl-C, or kill ${served.pid}), then type: ${command}`,
  });
}

async function followed(door: Door, begun: Job, ending: Promise<void>): Promise<Job> {
  const progress = openProgress(process.stderr, Date.now);
  let isEnding = false;
  const finished = ending.then(() => {
    isEnding = true;
    return door.finish(begun.id);
  });
  let job = begun;
  let said = begun.messages?.length ?? 0;
  while (job.ended === undefined) {
    progress.show(job);
    await sleep(POLL_MS);
    const failed = (error: unknown): Job => {
      // The server was ended meanwhile: it goes on when that starts again.
      if (isEnding) return { ...job, ended: Date.now() };
      throw error;
    };
    job = await door.job(begun.id).catch(failed);
    const messages = job.messages ?? [];
    for (const { text } of messages.slice(said)) {
      progress.clear();
      process.stderr.write(`${text}\n`);
    }
    said = messages.length;
  }
  progress.clear();
  if (isEnding) await finished;
  return job;
}
