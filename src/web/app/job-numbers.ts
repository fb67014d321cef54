/** Numbers of jobs in words: how far they are, and how far all of them are. */
import type { Job } from '#app/model.ts';
import { t } from '../language/t.ts';
import * as format from '../style/format.ts';

export const alive = (job: Job) => job.state === 'running' || job.state === 'waiting';

/** 0 to 1 over all imports whose size is known; undefined when none is. */
export function overall(jobs: readonly Job[]): number | undefined {
  let read = 0;
  let total = 0;
  for (const job of jobs) {
    if (!alive(job) || job.standing === true || job.bytesTotal === undefined) continue;
    read += job.bytesRead;
    total += job.bytesTotal;
  }
  return total > 0 ? Math.min(1, read / total) : undefined;
}

/** Flows that were joined to those of captures before it are none of its own, and no failure. */
const flowsOf = (job: Job): string =>
  job.state === 'done' && job.flows === 0 && job.packets > 0 ? t('0 new flows') : format.counted(job.flows, 'flow');

export function jobNumbers(job: Job): string {
  // what stands and waits for more has no whole
  const read =
    job.standing !== true && job.bytesTotal !== undefined && (alive(job) || job.state === 'paused')
      ? t('{part} of {all}', { part: format.bytes(job.bytesRead), all: format.bytes(job.bytesTotal) })
      : format.bytes(job.bytesRead);
  const parts = [read, format.counted(job.packets, 'packet'), flowsOf(job)];
  if (job.state === 'waiting') return t('waiting');
  if (job.state === 'running' && job.bytesPerSecond > 0) parts.push(`${format.bytes(job.bytesPerSecond)}/s`);
  if (job.state === 'running' && job.standing !== true && job.secondsLeft !== undefined)
    parts.push(t('{time} left', { time: format.round(format.duration(Math.ceil(job.secondsLeft))) }));
  if (job.state === 'done' && job.ended !== undefined)
    parts.push(t('in {time}', { time: format.duration((job.ended - job.started) / 1000) }));
  if (job.state === 'paused') parts.push(t('paused'));
  if (job.state === 'cancelled') parts.push(t('cancelled'));
  return parts.join(' · ');
}
