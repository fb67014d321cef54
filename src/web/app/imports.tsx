/** Imports under way: a thin line on top of the page, and their numbers in a tray. */

import { ActionIcon, Indicator, Popover, Progress } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconFileImport, IconLoader2, IconPlayerPause } from '@tabler/icons-react';
import type { Job } from '#app/model.ts';
import { t } from '../language/t.ts';
import { told } from '../language/told.ts';
import { useJobs } from '../state/events.ts';
import * as format from '../style/format.ts';
import css from './imports.module.css';

const alive = (job: Job) => job.state === 'running' || job.state === 'waiting';

/** 0 to 1 over all imports whose size is known; undefined when none is. */
export function overall(jobs: readonly Job[]): number | undefined {
  let read = 0;
  let total = 0;
  for (const job of jobs) {
    if (!alive(job) || job.bytesTotal === undefined) continue;
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

export function ImportTray() {
  const jobs = useJobs();
  if (jobs.length === 0) return null;
  const running = jobs.filter(alive).length;
  const latest = [...jobs].sort((a, b) => b.started - a.started).slice(0, 20);
  return (
    <Popover position="bottom-end" width={380} trapFocus>
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
            <JobRow key={job.id} job={job} />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}

const ICONS = {
  waiting: IconLoader2,
  running: IconLoader2,
  paused: IconPlayerPause,
  done: IconCircleCheck,
  failed: IconAlertTriangle,
  cancelled: IconAlertTriangle,
} as const;

function JobRow({ job }: { readonly job: Job }) {
  const Icon = ICONS[job.state];
  const part = job.bytesTotal ? job.bytesRead / job.bytesTotal : undefined;
  return (
    <li className={css.job} data-state={job.state}>
      <Icon size={16} stroke={1.8} aria-hidden />
      <div className={css.words}>
        <div className={css.name} title={job.name}>
          {format.middle(job.name, 44)}
        </div>
        {alive(job) && (
          <Progress
            size={4}
            value={(part ?? 1) * 100}
            striped={part === undefined}
            animated={part === undefined}
            aria-label={t('Import of {name}', { name: job.name })}
            my={4}
          />
        )}
        <div className={css.numbers}>{job.state === 'failed' ? reasonOf(job) : jobNumbers(job)}</div>
        {job.warnings.map((warning) => (
          <div key={warning} className={css.warning}>
            {told(warning)}
          </div>
        ))}
      </div>
    </li>
  );
}

/** The server's line begins with the name, which stands above already. */
function reasonOf({ name, error = t('the import failed') }: Job): string {
  const prefix = `${name}: `;
  return t('Not imported: {why}', { why: told(error.startsWith(prefix) ? error.slice(prefix.length) : error) });
}

/** Flows that were joined to those of captures before it are none of its own, and no failure. */
const flowsOf = (job: Job): string =>
  job.state === 'done' && job.flows === 0 && job.packets > 0 ? t('0 new flows') : format.counted(job.flows, 'flow');

export function jobNumbers(job: Job): string {
  const read =
    job.bytesTotal !== undefined && alive(job)
      ? t('{part} of {all}', { part: format.bytes(job.bytesRead), all: format.bytes(job.bytesTotal) })
      : format.bytes(job.bytesRead);
  const parts = [read, format.counted(job.packets, 'packet'), flowsOf(job)];
  if (job.state === 'waiting') return t('waiting');
  if (job.state === 'running' && job.bytesPerSecond > 0) parts.push(`${format.bytes(job.bytesPerSecond)}/s`);
  if (job.state === 'running' && job.secondsLeft !== undefined)
    parts.push(t('{time} left', { time: format.duration(Math.ceil(job.secondsLeft)) }));
  if (job.state === 'done' && job.ended !== undefined)
    parts.push(t('in {time}', { time: format.duration((job.ended - job.started) / 1000) }));
  if (job.state === 'cancelled') parts.push(t('cancelled'));
  return parts.join(' · ');
}
