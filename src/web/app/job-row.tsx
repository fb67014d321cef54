/** One job in the list: what it does, how far it is, what happened, and what can be done with it. */
import { ActionIcon, Button, Progress, TextInput } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconEye,
  IconLoader2,
  IconPlayerPause,
  IconX,
} from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type { Job, JobFile } from '#app/model.ts';
import { plural, t } from '../language/t.ts';
import { told } from '../language/told.ts';
import { SignIn, useSignIn } from '../start/azure/sign-in.tsx';
import { api } from '../state/api.ts';
import { useRefreshDatasets } from '../state/events.ts';
import { cancelJob, finishJob, forgetJob, pauseJob, resumeJob } from '../state/jobs.ts';
import * as format from '../style/format.ts';
import css from './imports.module.css';
import { alive, jobNumbers } from './job-numbers.ts';
import { LiveFacts } from './live-facts.tsx';

const ICONS = {
  waiting: IconLoader2,
  running: IconLoader2,
  paused: IconPlayerPause,
  done: IconCircleCheck,
  failed: IconAlertTriangle,
  cancelled: IconBan,
} as const;

/** More of them are counted. */
const FILES_SHOWN = 50;

export function JobRow({ job, dataset }: { readonly job: Job; readonly dataset: string | undefined }) {
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const refresh = useRefreshDatasets();
  const Icon = job.standing && alive(job) ? IconEye : ICONS[job.state];
  const part = job.bytesTotal ? Math.max(job.bytesRead, job.bytesReceived ?? 0) / job.bytesTotal : undefined;
  const isOpen = alive(job) || job.state === 'paused';
  const act = (what: Promise<unknown>) => {
    setBusy(true);
    setFault(undefined);
    what
      .then(refresh)
      .catch((cause: unknown) => setFault(cause instanceof Error ? cause.message : String(cause)))
      .finally(() => setBusy(false));
  };
  return (
    <li className={css.job} data-state={job.state}>
      <Icon size={16} stroke={1.8} aria-hidden />
      <div className={css.words}>
        <div className={css.name} title={job.name}>
          {format.middle(job.name, 44)}
        </div>
        {dataset !== undefined && (
          <div className={css.numbers}>
            {job.kind === 'reread' || job.kind === 'renew'
              ? t('reads the captures of {dataset} again', { dataset: format.middle(dataset, 40) })
              : job.kind === 'join'
                ? t('joins its flows with others of {dataset}', { dataset: format.middle(dataset, 40) })
                : t('into {dataset}', { dataset: format.middle(dataset, 40) })}
          </div>
        )}
        {isOpen && job.standing !== true && (
          <Progress
            size={4}
            value={(part ?? 1) * 100}
            striped={part === undefined}
            animated={part === undefined && alive(job)}
            aria-label={t('Import of {name}', { name: job.name })}
            my={4}
          />
        )}
        <div className={css.numbers}>{job.state === 'failed' ? reasonOf(job) : (newsOf(job) ?? jobNumbers(job))}</div>
        {job.live !== undefined && <LiveFacts live={job.live} />}
        {job.state === 'paused' && job.error !== undefined && <div className={css.warning}>{told(job.error)}</div>}
        {job.warnings.map((warning) => (
          <div key={warning} className={css.warning}>
            {told(bare(warning, job.name))}
          </div>
        ))}
        {job.needs === 'link' && job.state === 'paused' && (
          <LinkAgain onLink={(url) => act(resumeJob(job.id, url))} busy={busy} />
        )}
        {job.needs === 'sign-in' && job.state === 'paused' && <SignInAgain />}
        <div className={css.actions}>
          {alive(job) && !job.standing && (
            <Button size="compact-xs" variant="default" disabled={busy} onClick={() => act(pauseJob(job.id))}>
              {t('Pause')}
            </Button>
          )}
          {job.state === 'paused' && job.needs === undefined && (
            <Button size="compact-xs" variant="default" disabled={busy} onClick={() => act(resumeJob(job.id))}>
              {t('Resume')}
            </Button>
          )}
          {job.state === 'failed' && (
            <Button size="compact-xs" variant="default" disabled={busy} onClick={() => act(resumeJob(job.id))}>
              {t('Try again')}
            </Button>
          )}
          {alive(job) && (job.kind === 'stream' || job.kind === 'folder' || job.live !== undefined) && (
            <Button size="compact-xs" variant="default" disabled={busy} onClick={() => act(finishJob(job.id))}>
              {t('End||a live stream')}
            </Button>
          )}
          {isOpen && job.kind !== 'folder' && job.kind !== 'listen' && job.kind !== 'capture' && (
            <Button size="compact-xs" variant="default" disabled={busy} onClick={() => act(cancelJob(job.id))}>
              {job.kind === 'azure-watch' ? t('End||a live stream') : t('Cancel')}
            </Button>
          )}
        </div>
        {fault !== undefined && (
          <div className={css.fault} role="alert">
            {told(fault)}
          </div>
        )}
        <Details job={job} />
      </div>
      {!isOpen && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={22}
          disabled={busy}
          aria-label={t('Remove {name} from the list', { name: job.name })}
          title={t('Remove from the list')}
          onClick={() => act(forgetJob(job.id))}
        >
          <IconX size={14} stroke={1.8} />
        </ActionIcon>
      )}
    </li>
  );
}

/** What a job of Azure says last, while it waits for something there. */
function newsOf({ kind, state, bytesRead, messages }: Job): string | undefined {
  const isWaiting = kind === 'azure-watch' || (kind === 'network-watcher' && bytesRead === 0);
  const last = messages?.at(-1);
  if (!isWaiting || (state !== 'running' && state !== 'waiting')) return undefined;
  return last === undefined ? t('looking into Azure …') : told(last.text);
}

/** The server goes on by itself when somebody has signed in. */
function SignInAgain() {
  const [state, setState] = useSignIn();
  return <SignIn state={state} onState={setState} />;
}

/** Files of a job of several, and what happened on the way. */
function Details({ job }: { readonly job: Job }) {
  const [files, setFiles] = useState<readonly JobFile[]>();
  const [fault, setFault] = useState<string>();
  const count = Object.values(job.files ?? {}).reduce((sum, n) => sum + n, 0);
  const messages = job.messages ?? [];
  if (count < 2 && messages.length === 0) return null;
  const load = () => {
    if (count < 2) return;
    api
      .jobFiles(job.id)
      .then(setFiles)
      .catch((cause: unknown) => setFault(cause instanceof Error ? cause.message : String(cause)));
  };
  return (
    <details className={css.details} onToggle={(event) => event.currentTarget.open && load()}>
      <summary>{count > 1 ? plural(count, '{n} capture', '{n} captures') : t('What happened')}</summary>
      {fault !== undefined && <div className={css.fault}>{told(fault)}</div>}
      <ul>
        {files?.slice(0, FILES_SHOWN).map((file) => (
          <li key={file.id}>
            {format.middle(file.name, 40)}: {stateOf(file)}
          </li>
        ))}
        {files !== undefined && files.length > FILES_SHOWN && (
          <li>{t('and {more} more', { more: files.length - FILES_SHOWN })}</li>
        )}
        {messages.map(({ at, text }) => (
          <li key={`${at} ${text}`}>
            {new Date(at).toLocaleTimeString()}: {told(text)}
          </li>
        ))}
      </ul>
    </details>
  );
}

function stateOf({ state, received, size = 0, reason }: JobFile): string {
  switch (state) {
    case 'waiting':
      return received > 0
        ? t('waiting, {part} of {all} received', { part: format.bytes(received), all: format.bytes(size) })
        : t('waiting');
    case 'coming':
      return t('{part} of {all}', { part: format.bytes(received), all: format.bytes(size) });
    case 'importing':
      return t('being imported');
    case 'done':
      return t('imported');
    case 'known':
    case 'refused':
      return t('Not imported: {why}', { why: told(reason ?? '') });
    case 'cancelled':
      return t('cancelled');
  }
}

function LinkAgain({ onLink, busy }: { readonly onLink: (url: string) => void; readonly busy: boolean }) {
  const [url, setUrl] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (url.trim() !== '') onLink(url.trim());
  };
  return (
    <form className={css.again} onSubmit={submit}>
      <TextInput
        size="xs"
        aria-label={t('The link once more')}
        placeholder="https://…"
        autoComplete="off"
        spellCheck={false}
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <Button size="compact-xs" type="submit" disabled={busy || url.trim() === ''}>
        {t('Go on')}
      </Button>
    </form>
  );
}

/** The server's line begins with the name, which stands above already. */
const bare = (line: string, name: string): string =>
  line.startsWith(`${name}: `) ? line.slice(name.length + 2) : line;

function reasonOf({ name, standing, error = t('the import failed') }: Job): string {
  if (standing) return t('Ended: {why}', { why: told(error) });
  return t('Not imported: {why}', { why: told(bare(error, name)) });
}
