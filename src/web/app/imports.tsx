/** Imports under way: a thin line on top of the page, and their numbers in a tray. */

import { ActionIcon, Indicator, Popover } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import type { Job } from '#app/model.ts';
import { t } from '../language/t.ts';
import { useDatasets, useJobs } from '../state/events.ts';
import * as format from '../style/format.ts';
import css from './imports.module.css';
import { JobRow } from './job-row.tsx';

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

export function ImportProgress() {
  const running = useJobs().filter(alive);
  if (running.length === 0) return null;
  const done = overall(running);
  return (
    <div
      className={css.progress}
      role="progressbar"
      aria-label={t('Import')}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(done === undefined ? {} : { 'aria-valuenow': Math.round(done * 100) })}
    >
      <span
        className={done === undefined ? css.unknown : css.done}
        style={done === undefined ? undefined : { width: `${done * 100}%` }}
      />
    </div>
  );
}

const JOBS_SHOWN = 30;

export function ImportTray() {
  const jobs = useJobs();
  const { datasets } = useDatasets();
  if (jobs.length === 0) return null;
  const running = jobs.filter((job) => alive(job) || job.state === 'paused').length;
  // what is under way or waits for the user first
  const rank = (job: Job) => (job.state === 'paused' ? 0 : alive(job) ? 1 : 2);
  const latest = [...jobs].sort((a, b) => rank(a) - rank(b) || b.created - a.created).slice(0, JOBS_SHOWN);
  return (
    <Popover position="bottom-end" width={400} trapFocus>
      <Indicator disabled={running === 0} label={running} size={15} offset={5}>
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={32}
            aria-label={running ? t('Imports: {running} running', { running }) : t('Imports')}
          >
            <IconFileImport size={18} stroke={1.6} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown className={css.tray} aria-label={t('Imports')}>
        <ul className={css.list}>
          {latest.map((job) => (
            <JobRow key={job.id} job={job} dataset={datasets.find((one) => one.id === job.dataset)?.name} />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
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
