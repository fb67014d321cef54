/** Imports under way: a thin line on top of the page, and their numbers in a tray. */

import { ActionIcon, Button, Indicator, Popover } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import type { Job } from '#app/model.ts';
import { t } from '../language/t.ts';
import { useDatasets, useJobs, useRefreshDatasets } from '../state/events.ts';
import { forgetJob } from '../state/jobs.ts';
import css from './imports.module.css';
import { alive, overall } from './job-numbers.ts';
import { JobRow } from './job-row.tsx';

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
  const refresh = useRefreshDatasets();
  if (jobs.length === 0) return null;
  const ended = jobs.filter((job) => !alive(job) && job.state !== 'paused');
  const running = jobs.length - ended.length;
  // what is under way or waits for the user first
  const rank = (job: Job) => (job.state === 'paused' ? 0 : alive(job) ? 1 : 2);
  const latest = [...jobs].sort((a, b) => rank(a) - rank(b) || b.created - a.created).slice(0, JOBS_SHOWN);
  return (
    <Popover position="bottom-end" width={400} trapFocus>
      <Indicator disabled={running === 0} label={running} size={15} offset={5} zIndex={10}>
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
        {ended.length > 1 && (
          <Button
            size="compact-xs"
            variant="subtle"
            className={css.clear!}
            onClick={() => void Promise.allSettled(ended.map((job) => forgetJob(job.id))).then(refresh)}
          >
            {t('Remove all that have ended')}
          </Button>
        )}
        <ul className={css.list}>
          {latest.map((job) => (
            <JobRow key={job.id} job={job} dataset={datasets.find((one) => one.id === job.dataset)?.name} />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
