/** Imports captures through a door, shows how it goes, and tells how it went. */

import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isStream, spokenName } from '#app/local-file.ts';
import type { CaptureFile, Dataset, Job } from '#app/model.ts';
import { nameAfter } from '#base/capture-name.ts';
import { AppError } from '#base/errors.ts';
import { DEFAULT_SETTINGS, type DecodeSettings } from '#flow/settings.ts';
import { streamTargetOf } from '#sources/pcap-over-ip/client.ts';
import { targetOf } from '#sources/url/target.ts';
import type { Door, How } from './door.ts';
import { bytes, count, counted, seconds } from './format.ts';
import { openProgress } from './progress.ts';
import { packed } from './summary-text.ts';
import { isTcp, isUrl, usage } from './usage.ts';

const POLL_MS = 20;

export interface Imported {
  readonly dataset: Dataset;
  readonly job: Job;
}

export interface Target {
  readonly dataset: Dataset;
  /** made for this import: goes again when the import fails */
  readonly isNew: boolean;
}

/** The dataset of that name, made when there is none; without a name a new one, named after the first capture. */
export async function chooseDataset(
  door: Door,
  name: string | undefined,
  paths: readonly string[],
  settings?: DecodeSettings,
): Promise<Target> {
  const datasets = await door.datasets();
  const known = datasets.find((dataset) => dataset.name === name);
  if (known !== undefined) {
    // Flows of one dataset are made in one way: what it holds already can't be made anew.
    if (settings !== undefined && JSON.stringify(settings) !== JSON.stringify(known.settings ?? DEFAULT_SETTINGS))
      throw usage(`dataset ${JSON.stringify(name)} was made with other --tunnels, --key-by or --duplicates`);
    return { dataset: known, isNew: false };
  }
  const first = nameAfter(firstName(paths[0]!));
  return { dataset: await door.create(name ?? unusedName(first, datasets), settings), isNew: true };
}

function firstName(path: string): string {
  if (isTcp(path)) return streamTargetOf(path).name;
  if (isUrl(path)) return targetOf(path).name;
  return spokenName(isStream(path) ? path : resolve(path));
}

/** Files together, as one stream; addresses one by one. The last job, with the counts of all. */
export async function importAll(
  door: Door,
  target: Target,
  captures: readonly string[],
  how: How = {},
): Promise<Imported> {
  const files = captures.filter((capture) => !isUrl(capture));
  const groups = [...(files.length > 0 ? [files] : []), ...captures.filter(isUrl).map((url) => [url])];
  let all: Imported | undefined;
  for (const group of groups) {
    const isNew = target.isNew && all === undefined;
    const { dataset, job } = await importFiles(door, { ...target, isNew }, group, how);
    all =
      all === undefined
        ? { dataset, job }
        : {
            dataset,
            job: {
              ...job,
              started: all.job.started,
              packets: all.job.packets + job.packets,
              flows: all.job.flows + job.flows,
              warnings: [...all.job.warnings, ...job.warnings],
            },
          };
  }
  return all!;
}

/** `name`, or "name 2", "name 3" … where there is a dataset of that name. */
export function unusedName(name: string, datasets: readonly Dataset[]): string {
  const taken = new Set(datasets.map((dataset) => dataset.name));
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${name} ${n}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** Imports files or one stream, to the end. A failed import leaves nothing behind; AppError with the reason. */
export async function importFiles(
  door: Door,
  target: Target,
  paths: readonly string[],
  how: How = {},
): Promise<Imported> {
  // A stream has no end of its own that could be waited for: what has come is kept.
  const stop = isTcp(paths[0]!) ? door.finish : door.cancel;
  try {
    return await followImport(door, target, () => door.start(target.dataset.id, paths, how), stop);
  } catch (error) {
    if (!(error instanceof AppError) || paths.length < 2) throw error;
    throw unreadable(`${error.message}; nothing of the ${paths.length} was imported`);
  }
}

/** Follows an import to its end. A failed one leaves nothing behind; AppError with the reason. */
export async function followImport(
  door: Door,
  { dataset, isNew }: Target,
  begin: () => Promise<Job>,
  stop: (id: string) => Promise<void> = door.cancel,
): Promise<Imported> {
  const forget = async (): Promise<void> => {
    if (isNew) await door.remove(dataset.id).catch(() => undefined);
  };
  let job: Job;
  try {
    job = await begin();
  } catch (error) {
    await forget();
    throw error;
  }
  const onInterrupt = (): void => void stop(job.id);
  process.once('SIGINT', onInterrupt);
  const progress = openProgress(process.stderr, Date.now);
  while (job.state === 'waiting' || job.state === 'running') {
    progress.show(job);
    await sleep(POLL_MS);
    job = await door.job(job.id);
  }
  progress.clear();
  process.off('SIGINT', onInterrupt);
  if (job.state !== 'done') {
    await forget();
    throw failure(job);
  }
  return { dataset, job };
}

const failure = (job: Job): AppError => unreadable(job.error ?? `${job.name}: the import was cancelled`);

/** `line`: which, and why */
function unreadable(line: string): AppError {
  const colon = line.indexOf(': ');
  return new AppError('CAPTURE_UNREADABLE', { path: line.slice(0, colon), reason: line.slice(colon + 2) });
}

/** Flows are those that the import brought: packets may be of flows that earlier files began. */
function inFlows({ packets, flows }: Job): string {
  return flows === 0 && packets > 0 ? 'of flows that were there already' : `in ${counted(flows, 'flow')}`;
}

/** Of thousands that come together. */
const MOST_FILES = 100;

/** One line a file, one for all, and the warnings. */
export function importText({ dataset, job }: Imported, files: readonly CaptureFile[]): string {
  const tookSeconds = ((job.ended ?? job.started) - job.started) / 1000;
  const lines = files.slice(0, MOST_FILES).map((file) => {
    const { name, format, packets, accounts, size } = file;
    const faults = (['truncated', 'malformed', 'unsupported'] as const)
      .filter((account) => accounts[account] > 0)
      .map((account) => `, ${count(accounts[account])} ${account}`);
    return `${name}: ${bytes(size)}${packed(file)}, ${format}, ${counted(packets, 'packet')}${faults.join('')}`;
  });
  if (files.length > MOST_FILES) lines.push(`and ${counted(files.length - MOST_FILES, 'more file')}`);
  lines.push(
    `Dataset "${dataset.name}": ${counted(job.packets, 'packet')} ${inFlows(job)}, read in ${seconds(tookSeconds)}`,
  );
  for (const warning of job.warnings) lines.push(`Warning: ${warning}`);
  return `${lines.join('\n')}\n`;
}
