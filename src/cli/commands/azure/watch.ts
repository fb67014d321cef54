/** capscope azure watch: imports what appears in a storage, until Ctrl-C; by the server that runs, until it is cancelled there. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '#app/model.ts';
import { AppError } from '#base/errors.ts';
import { chooseDataset } from '../../import-files.ts';
import { readArguments, usage } from '../../usage.ts';
import { printable, STORAGE_OPTIONS, storageAsk } from './blobs.ts';
import { DOOR_OPTIONS, withDoors } from './doors.ts';
import { signIn } from './sign-in.ts';

const POLL_MS = 200;

export async function watch(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    ...STORAGE_OPTIONS,
    every: { type: 'string' },
    'only-new': { type: 'boolean' },
    dataset: { type: 'string', short: 'd' },
    ...DOOR_OPTIONS,
  });
  const ask = storageAsk(positionals, values);
  if (values.every !== undefined && !/^[1-9]\d{0,4}$/.test(values.every))
    throw usage(`--every is seconds between two looks, not ${JSON.stringify(values.every)}`);
  const everySeconds = values.every === undefined ? undefined : Number(values.every);
  await withDoors(values, async ({ door, azure }) => {
    if (ask.signedIn) await signIn(azure, values);
    const { dataset } = await chooseDataset(door, values.dataset, [`${values.prefix ?? ask.container ?? 'Azure'}`]);
    const request = { ask, prefix: values.prefix, onlyNew: values['only-new'], everySeconds };
    const job = await azure.watch(dataset.id, request);
    process.stderr.write(`Watching ${printable(job.name)} for dataset "${dataset.name}"\n`);
    if (door.address !== undefined) {
      process.stdout.write(
        `See ${door.address}/d/${dataset.id}; the server goes on until the job is cancelled there\n`,
      );
      return;
    }
    await told(
      job,
      (id) => door.job(id),
      (id) => door.cancel(id),
    );
  });
}

/** Tells what is imported, until the user ends it. AppError when it can't go on. */
async function told(
  first: Job,
  ask: (id: string) => Promise<Job>,
  cancel: (id: string) => Promise<void>,
): Promise<void> {
  const stop = (): void => void cancel(first.id);
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  let since = 0;
  for (let job = first; ; job = await ask(first.id)) {
    const messages = job.messages ?? [];
    const fresh = messages.filter(({ at }) => at > since);
    for (const { text } of fresh) process.stdout.write(`${printable(text)}\n`);
    since = messages.at(-1)?.at ?? since;
    if (job.state === 'cancelled' || job.state === 'done') return;
    if (job.state === 'failed' || job.state === 'paused')
      throw new AppError('CAPTURE_UNREADABLE', { path: job.name, reason: job.error ?? 'it cannot go on' });
    await sleep(POLL_MS);
  }
}
