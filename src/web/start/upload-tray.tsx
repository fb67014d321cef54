/** Uploads and imports under way, whoever began them: what has come, what was refused and why, each with its way to stop it. */

import { Button, CloseButton, Progress } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Job } from '#app/model.ts';
import { nameAfter } from '#base/capture-name.ts';
import { jobNumbers } from '../app/job-numbers.ts';
import { JobRow } from '../app/job-row.tsx';
import { plural, t } from '../language/t.ts';
import { told } from '../language/told.ts';
import { api } from '../state/api.ts';
import { useDatasets, useJobs, useRefreshDatasets } from '../state/events.ts';
import { finishJob } from '../state/jobs.ts';
import * as format from '../style/format.ts';
import { deleteDataset, renameDataset } from './actions.ts';
import css from './drop-target.module.css';
import { underFreeName, useImportFiles } from './import-files.ts';
import { useOtherJobs } from './other-jobs.ts';
import { isLink, jobOf, type Upload, uploads, useUploads } from './uploads.ts';

/** Finished uploads leave the tray by themselves. */
const LINGER_MS = 3000;

type Stage = 'under way' | 'paused' | 'done' | 'done with warnings' | 'refused' | 'cancelled';

function stageOf(upload: Upload, job: Job | undefined): Stage {
  if (upload.state === 'cancelled' || job?.state === 'cancelled') return 'cancelled';
  if (upload.state === 'refused' || job?.state === 'failed') return 'refused';
  if (upload.state === 'paused' || job?.state === 'paused') return 'paused';
  if (job?.state !== 'done') return 'under way';
  return job.warnings.length > 0 ? 'done with warnings' : 'done';
}

export function UploadTray({
  fault,
  onFault,
  onForget,
}: {
  readonly fault: string | undefined;
  readonly onFault: (fault: string) => void;
  readonly onForget: () => void;
}): ReactNode {
  const list = useUploads();
  const importFiles = useImportFiles();
  /** put away by the reader: comes back with the next upload, or when one is refused */
  const [hiddenAt, setHiddenAt] = useState(0);
  const jobs = useJobs();
  const { datasets } = useDatasets();
  const others = useOtherJobs(list);
  const rows = list.map((upload) => {
    const job = jobOf(upload, jobs);
    return { upload, job, stage: stageOf(upload, job) };
  });
  useLeftEmpty(rows);
  useNamedAfterGood(rows);
  const finished = rows.filter((row) => row.stage === 'done' || row.stage === 'cancelled').map((row) => row.upload.key);
  const finishedKeys = finished.join();
  useEffect(() => {
    if (finishedKeys === '') return;
    const timer = window.setTimeout(() => uploads.forget(finishedKeys.split(',').map(Number)), LINGER_MS);
    return () => window.clearTimeout(timer);
  }, [finishedKeys]);
  const newest = Math.max(0, ...list.map((upload) => upload.key));
  const news = fault !== undefined || newest > hiddenAt || rows.some((row) => row.stage === 'refused');
  const hasOwn = (rows.length > 0 || fault !== undefined) && news;
  if (!hasOwn && others.jobs.length === 0) return null;
  const again = ({ key, dataset, left }: Upload) => {
    const load = uploads.load(key);
    if (load === undefined) return;
    uploads.forget([key]);
    importFiles(load.sources, left ? undefined : dataset).catch((cause: unknown) =>
      onFault(cause instanceof Error ? cause.message : String(cause)),
    );
  };
  const attempt = (act: Promise<unknown>) =>
    void act.catch((cause: unknown) => onFault(cause instanceof Error ? cause.message : String(cause)));
  /** Those that the dataset had already, as asked for. */
  const anyway = async ({ key, dataset, job }: Upload) => {
    const load = uploads.load(key);
    if (load === undefined || job === undefined) return;
    const known = (await api.jobFiles(job)).filter(({ state }) => state === 'known');
    const wanted = load.sources.filter(
      (source) => isLink(source) || known.some(({ name, size }) => source.name.endsWith(name) && source.size === size),
    );
    uploads.forget([key]);
    if (wanted.length > 0) uploads.add(dataset, wanted, false, true);
  };
  const underWay = rows
    .filter((row) => row.stage === 'under way' || row.stage === 'paused')
    .reduce((sum, { upload }) => sum + upload.count, others.jobs.filter(({ state }) => state !== 'failed').length);
  return (
    <section className={css.tray} aria-label={t('Uploads')}>
      <div className={css.head}>
        <span>{underWay > 0 ? plural(underWay, 'Importing {n} capture', 'Importing {n} captures') : t('Imports')}</span>
        <CloseButton
          size="sm"
          aria-label={underWay > 0 ? t('Hide; the imports go on') : t('Close')}
          onClick={() => {
            if (underWay === 0) uploads.forget(rows.map((row) => row.upload.key));
            setHiddenAt(newest);
            others.hide();
            onForget();
          }}
        />
      </div>
      {others.jobs.length > 0 && (
        <ul className={css.others}>
          {others.jobs.map((job) => (
            <JobRow key={job.id} job={job} dataset={datasets.find((one) => one.id === job.dataset)?.name} />
          ))}
        </ul>
      )}
      <ul className={css.list} hidden={!hasOwn}>
        {fault !== undefined && (
          <li role="alert">
            <p className={css.refused}>{fault}</p>
          </li>
        )}
        {rows.map(({ upload, job, stage }) => (
          <li key={upload.key}>
            <div className={css.row}>
              <span className={css.name} title={upload.title}>
                {format.middle(upload.title, 46)}
              </span>
              {stage === 'under way' && upload.live && job && (
                <Button
                  size="compact-xs"
                  variant="default"
                  title={t('What has arrived stays in the dataset')}
                  onClick={() => void finishJob(job.id).catch((cause: unknown) => onFault(String(cause)))}
                >
                  {t('End||a live stream')}
                </Button>
              )}
              {stage === 'under way' && !upload.live && upload.state !== 'waiting' && (
                <Button size="compact-xs" variant="default" onClick={() => attempt(uploads.pause(upload.key, job?.id))}>
                  {t('Pause')}
                </Button>
              )}
              {stage === 'paused' && (
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => attempt(uploads.resume(upload.key, job?.id))}
                >
                  {t('Resume')}
                </Button>
              )}
              {(stage === 'under way' || stage === 'paused') && (
                <Button size="compact-xs" variant="default" onClick={() => void uploads.cancel(upload.key, job?.id)}>
                  {t('Cancel')}
                </Button>
              )}
            </div>
            {(stage === 'under way' || stage === 'paused') && upload.state !== 'waiting' && (
              <Progress
                size={4}
                my={4}
                mr={6}
                value={100 * progressOf(upload, job)}
                aria-label={t('Import of {name}', { name: upload.title })}
              />
            )}
            {stage === 'refused' ? (
              <>
                <p className={css.refused} role="alert">
                  {t('Not imported: {upload}', { upload: reasonOf(upload, job) })}
                </p>
                {(upload.linked || (upload.state === 'refused' && upload.left === undefined)) && (
                  <Button size="compact-xs" variant="default" mt={4} onClick={() => again(upload)}>
                    {t('Try again')}
                  </Button>
                )}
              </>
            ) : (
              <p className={css.numbers}>{numbersOf(upload, job, stage)}</p>
            )}
            {stage !== 'refused' &&
              job?.warnings.map((warning) => (
                <p key={warning} className={css.warning}>
                  {told(warning)}
                </p>
              ))}
            {stage === 'done with warnings' && (job?.files?.known ?? 0) > 0 && (
              <Button size="compact-xs" variant="default" mt={4} onClick={() => attempt(anyway(upload))}>
                {t('Import once more')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A dataset that was made for captures of which none could be read is no use: it goes, and the start page comes back. */
function useLeftEmpty(
  rows: readonly { readonly upload: Upload; readonly job: Job | undefined; readonly stage: Stage }[],
): void {
  const { datasets } = useDatasets();
  const { dataset: shown } = useParams({ strict: false }) as { dataset?: string };
  const navigate = useNavigate();
  const refresh = useRefreshDatasets();
  const own = rows.filter((row) => row.upload.founds);
  const gone = own.find(
    ({ upload }) =>
      own.every(
        (row) => row.upload.dataset !== upload.dataset || row.stage === 'refused' || row.stage === 'cancelled',
      ) &&
      datasets.some((one) => one.id === upload.dataset && one.flows === 0 && one.fileCount === 0 && !one.importing),
  )?.upload.dataset;
  const leave = useRef((_id: string) => {});
  leave.current = (id) => {
    const ends = new Map<number, Pick<Upload, 'state' | 'reason'>>();
    for (const { upload, job, stage } of rows.filter((row) => row.upload.dataset === id)) {
      if (stage === 'cancelled') ends.set(upload.key, { state: 'cancelled' });
      else ends.set(upload.key, { state: 'refused', reason: ownReason(upload, job) });
    }
    uploads.left(id, ends);
    if (shown === id) void navigate({ to: '/' } as unknown as Parameters<typeof navigate>[0]);
    deleteDataset(id)
      .catch(() => undefined)
      .then(refresh);
  };
  useEffect(() => {
    if (gone !== undefined) leave.current(gone);
  }, [gone]);
}

/** Also where the name was taken and a number stands behind it. */
const isNamedAfter = (name: string | undefined, capture: string): boolean =>
  name?.replace(/ \d+$/, '') === nameAfter(capture) || name === nameAfter(capture);

/** A dataset that was made for several captures is named after the first that could be read. */
function useNamedAfterGood(
  rows: readonly { readonly upload: Upload; readonly job: Job | undefined; readonly stage: Stage }[],
): void {
  const { datasets } = useDatasets();
  const refresh = useRefreshDatasets();
  const tried = useRef(new Set<string>());
  const better = rows.find(
    ({ upload, job, stage }) =>
      upload.founds &&
      stage === 'done with warnings' &&
      (job?.files?.refused ?? 0) > 0 &&
      isNamedAfter(datasets.find((one) => one.id === upload.dataset)?.name, upload.name),
  );
  const id = better?.upload.dataset;
  const job = better?.job?.id;
  useEffect(() => {
    if (id === undefined || job === undefined || tried.current.has(id)) return;
    tried.current.add(id);
    api
      .jobFiles(job)
      .then((files) => files.find(({ state }) => state === 'done'))
      .then((good) =>
        good === undefined ? undefined : underFreeName(nameAfter(good.name), (name) => renameDataset(id, name)),
      )
      .catch(() => undefined)
      .then(refresh);
  }, [id, job, refresh]);
}

function progressOf(upload: Upload, job: Job | undefined): number {
  if (job?.bytesTotal) return Math.min(1, Math.max(job.bytesRead, job.bytesReceived ?? 0) / job.bytesTotal);
  return upload.size > 0 ? upload.sent / upload.size : 0;
}

function numbersOf(upload: Upload, job: Job | undefined, stage: Stage): string {
  if (stage === 'cancelled') return t('Cancelled; captures already imported stay.');
  if (upload.state === 'waiting')
    return upload.linked
      ? t('a link, waiting for the previous one')
      : t('{size}, waiting for the previous one', { size: format.bytes(upload.size) });
  if (job?.needs !== undefined && job.error !== undefined) return told(job.error);
  if (job) return jobNumbers(job);
  if (upload.linked) return t('waits for its first bytes');
  return t('{sent} of {size} sent', { sent: format.bytes(upload.sent), size: format.bytes(upload.size) });
}

const ownReason = (upload: Upload, job: Job | undefined): string =>
  job?.error ?? upload.reason ?? t('the import failed');

/** The server's line begins with the name, which stands above already. */
function reasonOf(upload: Upload, job: Job | undefined): string {
  const reason = ownReason(upload, job);
  const prefix = `${upload.name}: `;
  return told(reason.startsWith(prefix) ? reason.slice(prefix.length) : reason);
}
