/** Captures that did not get in: what was refused, left out or failed, and why. */

import { IconBan } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Job, JobFile } from '#app/model.ts';
import { t } from '../../language/t.ts';
import { told } from '../../language/told.ts';
import { api } from '../../state/api.ts';
import { useJobs } from '../../state/events.ts';
import * as format from '../../style/format.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import { useZone } from '../../style/zone.ts';
import css from './files.module.css';

/** Files named of one job. */
const MOST = 200;

interface Refused {
  readonly key: string;
  readonly name: string;
  readonly reason: string;
  readonly at: number;
}

const isOut = ({ state }: JobFile) => state === 'refused' || state === 'known';

export function RefusedCaptures({ dataset }: { readonly dataset: string }): ReactNode {
  const [zone] = useZone();
  const jobs = useJobs().filter((job) => job.dataset === dataset);
  const listed = jobs.filter(({ files }) => (files?.refused ?? 0) + (files?.known ?? 0) > 0);
  const files = useQueries({
    queries: listed.map((job) => ({
      queryKey: ['refused', job.id, job.files?.refused, job.files?.known],
      queryFn: () => api.jobFiles(job.id),
      retry: false,
    })),
  });
  const rows = [
    ...jobs.flatMap((job) => (job.state === 'failed' && !listed.includes(job) ? [failed(job)] : [])),
    ...listed.flatMap((job, at) =>
      (files[at]?.data ?? [])
        .filter(isOut)
        .slice(0, MOST)
        .map((file) => refused(job, file)),
    ),
  ].sort((a, b) => b.at - a.at);
  if (rows.length === 0) return null;
  return (
    <ViewFrame
      title={t('What was not imported, and why?')}
      subtitle={t('captures that were refused, left out or failed, newest first')}
      answers={[]}
      empty={false}
      data={() => ({
        head: ['name', 'reason', 'time'],
        rows: rows.map(({ name, reason, at }) => [name, reason, new Date(at).toISOString()]),
      })}
    >
      <ul className={css.refused}>
        {rows.map(({ key, name, reason, at }) => (
          <li key={key}>
            <IconBan size={15} aria-hidden />
            <span>
              <b>{format.middle(name, 80)}</b>
              {told(reason)}
            </span>
            <time className="muted" dateTime={new Date(at).toISOString()}>
              {format.dateTime(at, zone, 0)}
            </time>
          </li>
        ))}
      </ul>
    </ViewFrame>
  );
}

const failed = (job: Job): Refused => ({
  key: job.id,
  name: job.name,
  reason: job.error ?? t('It failed, and no reason is known.'),
  at: job.ended ?? job.created,
});

const refused = (job: Job, file: JobFile): Refused => ({
  key: `${job.id} ${file.id}`,
  name: file.name,
  reason:
    file.reason ??
    (file.state === 'known' ? t('The dataset has it already.') : t('It was refused, and no reason is known.')),
  at: job.ended ?? job.created,
});
