/** Capture sessions of Network Watcher: chosen by subscription and region, watched, stopped, deleted, imported, started. */
import { Button, Group, Loader, Select } from '@mantine/core';
import { IconPlayerStop, IconPlus, IconRefresh, IconTableImport, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { t } from '../../language/t.ts';
import { told } from '../../language/told.ts';
import * as format from '../../style/format.ts';
import css from './azure.module.css';
import { azure, type Place, type Session, type SessionStatus, wordsOf } from './calls.ts';
import { useInto } from './into.ts';
import { SignedIn, SignIn, useSignIn } from './sign-in.tsx';
import { StartCapture } from './start-capture.tsx';

const STATUS_MS = 10_000;

export function NetworkWatcher({
  dataset,
  onClose,
}: {
  readonly dataset: string | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const [signIn, setSignIn] = useSignIn();
  if (signIn?.state !== 'in') return <SignIn state={signIn} onState={setSignIn} />;
  return (
    <div className={css.form}>
      <SignedIn state={signIn} onState={setSignIn} />
      <Sessions key={signIn.name} dataset={dataset} onClose={onClose} />
    </div>
  );
}

function Sessions({ dataset, onClose }: { readonly dataset: string | undefined; readonly onClose: () => void }) {
  const [subscription, setSubscription] = useState<string>();
  const [watcher, setWatcher] = useState<string>();
  const [starting, setStarting] = useState(false);
  const subscriptions = useQuery({
    queryKey: ['azure', 'subscriptions'],
    queryFn: ({ signal }) => azure.subscriptions(signal),
    retry: false,
  });
  const usable = subscriptions.data ?? [];
  const chosen = subscription ?? (usable.length === 1 ? usable[0].id : undefined);
  const places = useQuery({
    queryKey: ['azure', 'places', chosen],
    queryFn: ({ signal }) => azure.places(chosen ?? '', signal),
    enabled: chosen !== undefined,
    retry: false,
  });
  const watchers = places.data?.watchers ?? [];
  const at = watchers.find(({ name }) => name === watcher) ?? (watchers.length === 1 ? watchers[0] : undefined);
  if (subscriptions.isPending) return <Loader size="sm" aria-label={t('Loading')} />;
  if (subscriptions.error !== null)
    return <Fault cause={subscriptions.error} retry={() => void subscriptions.refetch()} />;
  return (
    <>
      <div className={css.pair}>
        <Select
          label={t('Subscription')}
          placeholder={usable.length === 0 ? t('none that you may see') : t('choose one')}
          searchable
          data={usable.map(({ id, name, state }) => ({
            value: id,
            label: state === 'Enabled' ? name : `${name} (${state})`,
          }))}
          value={chosen ?? null}
          onChange={(value) => {
            setSubscription(value ?? undefined);
            setWatcher(undefined);
          }}
        />
        <Select
          label={t('Network Watcher')}
          description={t('It captures on machines of its own region')}
          placeholder={
            chosen === undefined
              ? ''
              : places.isPending
                ? t('looking …')
                : watchers.length === 0
                  ? t('none in this subscription')
                  : t('choose one')
          }
          searchable
          disabled={watchers.length === 0}
          data={watchers.map(({ name, location }) => ({ value: name, label: `${location} (${name})` }))}
          value={at?.name ?? null}
          onChange={(value) => setWatcher(value ?? undefined)}
        />
      </div>
      {places.error !== null && <Fault cause={places.error} retry={() => void places.refetch()} />}
      {places.data?.failures.map((failure) => (
        <p key={failure} className={css.warn}>
          {told(failure)}
        </p>
      ))}
      {places.data !== undefined && watchers.length === 0 && places.data.failures.length === 0 && (
        <p className={css.note}>
          {t(
            'Network Watcher is not on in this subscription: turn it on for the region of your machines, in the portal.',
          )}
        </p>
      )}
      {chosen !== undefined &&
        at !== undefined &&
        places.data !== undefined &&
        (starting ? (
          <StartCapture
            subscription={chosen}
            watcher={at}
            places={places.data}
            dataset={dataset}
            onDone={() => setStarting(false)}
            onClose={onClose}
          />
        ) : (
          <SessionList
            subscription={chosen}
            watcher={at}
            dataset={dataset}
            onStart={() => setStarting(true)}
            onClose={onClose}
          />
        ))}
    </>
  );
}

function SessionList({
  subscription,
  watcher,
  dataset,
  onStart,
  onClose,
}: {
  readonly subscription: string;
  readonly watcher: Place;
  readonly dataset: string | undefined;
  readonly onStart: () => void;
  readonly onClose: () => void;
}) {
  const sessions = useQuery({
    queryKey: ['azure', 'sessions', subscription, watcher.name],
    queryFn: ({ signal }) => azure.sessions(subscription, watcher, signal),
    retry: false,
  });
  const found = sessions.data ?? [];
  return (
    <section className={css.form} aria-label={t('Capture sessions')}>
      <Group justify="space-between">
        <h3 className={css.title}>{t('Capture sessions')}</h3>
        <Group gap="xs">
          <Button
            variant="default"
            size="xs"
            leftSection={<IconRefresh size={14} aria-hidden />}
            loading={sessions.isFetching}
            onClick={() => void sessions.refetch()}
          >
            {t('Look again')}
          </Button>
          <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={onStart}>
            {t('Start a capture')}
          </Button>
        </Group>
      </Group>
      {sessions.error !== null && <Fault cause={sessions.error} retry={() => void sessions.refetch()} />}
      {sessions.data !== undefined && found.length === 0 && (
        <p className={css.note}>
          {t('There is none in this region. Start one, and it is imported when it has ended.')}
        </p>
      )}
      <ul className={css.sessions}>
        {found.map((session) => (
          <SessionRow key={session.name} session={session} dataset={dataset} onClose={onClose} />
        ))}
      </ul>
    </section>
  );
}

function SessionRow({
  session,
  dataset,
  onClose,
}: {
  readonly session: Session;
  readonly dataset: string | undefined;
  readonly onClose: () => void;
}) {
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState<string>();
  const [sure, setSure] = useState(false);
  const queries = useQueryClient();
  const into = useInto(dataset);
  const key = ['azure', 'status', session.subscription, session.watcher, session.name];
  const status = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => azure.status(session, signal),
    refetchInterval: ({ state }) =>
      state.data?.state === 'running' || state.data?.state === 'not started' ? STATUS_MS : false,
    retry: false,
  });
  const attempt = async (what: string, act: () => Promise<unknown>) => {
    setBusy(what);
    setFault(undefined);
    try {
      await act();
    } catch (cause) {
      setFault(wordsOf(cause));
    } finally {
      setBusy(undefined);
    }
  };
  const runs = status.data?.state === 'running';
  const machine = session.target.slice(session.target.lastIndexOf('/') + 1);
  return (
    <li className={css.session}>
      <div className={css.about}>
        <p className={css.name}>
          {session.name}{' '}
          <span className={css.state} data-state={status.data?.state}>
            {status.data === undefined ? t('asking …') : stateWord(status.data)}
          </span>
        </p>
        <p className={css.note}>{[machine, ...limitsOf(session)].join(' · ')}</p>
        {status.data?.started !== undefined && (
          <p className={css.note}>{t('begun {time}', { time: format.dateTime(status.data.started, 'utc', 0) })}</p>
        )}
        {status.data?.reason !== undefined && <p className={css.note}>{told(status.data.reason)}</p>}
        {status.data?.errors.map((error) => (
          <p key={error} className={css.fault}>
            {told(error)}
          </p>
        ))}
        {status.error !== null && <p className={css.fault}>{told(wordsOf(status.error))}</p>}
        {fault !== undefined && (
          <p className={css.fault} role="alert">
            {told(fault)}
          </p>
        )}
      </div>
      <Group gap={4}>
        {session.storagePath !== undefined && (
          <Button
            variant="default"
            size="compact-xs"
            leftSection={<IconTableImport size={13} aria-hidden />}
            loading={busy === 'import'}
            onClick={() =>
              void attempt('import', async () => {
                await into(session.name, (id) => azure.take(session, id));
                onClose();
              })
            }
          >
            {runs ? t('Import when it ends') : t('Import')}
          </Button>
        )}
        {runs && (
          <Button
            variant="default"
            size="compact-xs"
            leftSection={<IconPlayerStop size={13} aria-hidden />}
            loading={busy === 'stop'}
            onClick={() =>
              void attempt('stop', () => azure.stop(session).then(() => queries.invalidateQueries({ queryKey: key })))
            }
          >
            {t('Stop')}
          </Button>
        )}
        <Button
          variant={sure ? 'filled' : 'default'}
          color={sure ? 'red' : 'gray'}
          size="compact-xs"
          leftSection={<IconTrash size={13} aria-hidden />}
          loading={busy === 'delete'}
          title={t('The session only: what it captured stays in storage')}
          onBlur={() => setSure(false)}
          onClick={() => {
            if (!sure) return setSure(true);
            void attempt('delete', () =>
              azure.remove(session).then(() => queries.invalidateQueries({ queryKey: ['azure', 'sessions'] })),
            );
          }}
        >
          {sure ? t('Delete the session?') : t('Delete')}
        </Button>
      </Group>
    </li>
  );
}

function stateWord({ state }: SessionStatus): string {
  switch (state) {
    case 'running':
      return t('runs');
    case 'stopped':
      return t('has ended');
    case 'not started':
      return t('not begun yet');
    case 'error':
      return t('failed');
    default:
      return t('state unknown');
  }
}

function limitsOf({ seconds, bytesPerSession, bytesPerPacket, continuous, localPath }: Session): readonly string[] {
  return [
    ...(continuous ? [t('a ring of files')] : []),
    ...(seconds === undefined || continuous
      ? []
      : [t('{time} at most', { time: format.round(format.duration(seconds)) })]),
    ...(bytesPerSession === undefined || continuous
      ? []
      : [t('{size} at most', { size: format.bytes(bytesPerSession) })]),
    ...(bytesPerPacket ? [t('{n} bytes of each packet', { n: bytesPerPacket })] : []),
    ...(localPath === undefined ? [] : [t('on the machine: {path}', { path: localPath })]),
  ];
}

function Fault({ cause, retry }: { readonly cause: unknown; readonly retry: () => void }) {
  return (
    <p className={css.fault} role="alert">
      {told(wordsOf(cause))}{' '}
      <Button variant="subtle" size="compact-xs" onClick={retry}>
        {t('Try again')}
      </Button>
    </p>
  );
}
