/** Who is signed in to Azure, and signing in: as the machine is, by a code, as an application. */
import { Button, Group, PasswordInput, Radio, Select, TextInput } from '@mantine/core';
import { IconExternalLink, IconUserCheck } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { rich } from '../../language/rich.tsx';
import { t } from '../../language/t.ts';
import { told } from '../../language/told.ts';
import css from './azure.module.css';
import { azure, type SignInState, type SignInWay, wordsOf } from './calls.ts';

const POLL_MS = 1500;

/** undefined: not known yet. */
export function useSignIn(): readonly [SignInState | undefined, (state: SignInState) => void] {
  const [state, setState] = useState<SignInState>();
  useEffect(() => {
    const giveUp = new AbortController();
    const look = () =>
      azure
        .signInState(giveUp.signal)
        .then(setState)
        .catch((cause: unknown) => {
          if (!giveUp.signal.aborted) setState({ state: 'out', cloud: '', error: wordsOf(cause) });
        });
    void look();
    return () => giveUp.abort();
  }, []);
  const isWaiting = state?.state === 'code';
  useEffect(() => {
    if (!isWaiting) return;
    const timer = window.setInterval(() => azure.signInState().then(setState, () => undefined), POLL_MS);
    return () => window.clearInterval(timer);
  }, [isWaiting]);
  return [state, setState];
}

export function SignedIn({
  state,
  onState,
}: {
  readonly state: SignInState;
  readonly onState: (state: SignInState) => void;
}): ReactNode {
  const name = state.name ?? t('this machine');
  return (
    <p className={css.who}>
      <IconUserCheck size={15} aria-hidden />
      <span>{rich('Signed in to {cloud} as {name}', { cloud: state.cloud, name: <strong>{name}</strong> })}</span>
      <Button variant="subtle" size="compact-xs" onClick={() => void azure.signOut().then(onState, () => undefined)}>
        {t('Sign out')}
      </Button>
    </p>
  );
}

export function SignIn({
  state,
  onState,
}: {
  readonly state: SignInState | undefined;
  readonly onState: (state: SignInState) => void;
}): ReactNode {
  const [kind, setKind] = useState<SignInWay['kind']>('machine');
  const [cloud, setCloud] = useState('');
  const [tenant, setTenant] = useState('');
  const [client, setClient] = useState('');
  const [secret, setSecret] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  if (state === undefined) return <p className={css.note}>{t('Looking who is signed in …')}</p>;
  if (state.state === 'in') return <SignedIn state={state} onState={onState} />;
  if (state.state === 'code' && state.code !== undefined) return <TypeCode code={state.code} onState={onState} />;
  const send = async () => {
    setBusy(true);
    setFault(undefined);
    const more = {
      ...(tenant.trim() === '' ? {} : { tenant: tenant.trim() }),
      ...(cloud === '' ? {} : { cloud }),
    };
    const way: SignInWay =
      kind === 'application'
        ? { ...more, kind, tenant: tenant.trim(), client: client.trim(), secret }
        : { ...more, kind };
    try {
      onState(await azure.signIn(way));
    } catch (cause) {
      setFault(wordsOf(cause));
    } finally {
      setSecret('');
      setBusy(false);
    }
  };
  const isWhole = kind !== 'application' || (tenant !== '' && client !== '' && secret !== '');
  const reason = fault ?? state.error;
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole && !busy) void send();
      }}
    >
      <Radio.Group label={t('Sign in to Azure')} value={kind} onChange={(value) => setKind(value as SignInWay['kind'])}>
        <div className={css.choices}>
          <Radio
            value="machine"
            label={t('As this machine is')}
            description={t('az login, AZURE_CLIENT_ID and similar variables, or a managed identity')}
          />
          <Radio value="code" label={t('With a code')} description={t('You type it in a browser, on any device')} />
          <Radio
            value="application"
            label={t('As an application')}
            description={t('A service principal with its secret')}
          />
        </div>
      </Radio.Group>
      <div className={css.pair}>
        <TextInput
          label={t('Tenant')}
          description={
            kind === 'application' ? t('Directory ID or domain') : t('Directory ID or domain; may stay empty')
          }
          value={tenant}
          required={kind === 'application'}
          onChange={(event) => setTenant(event.currentTarget.value)}
        />
        <Select
          label={t('Cloud')}
          description={t('Where the subscription is')}
          placeholder={state.cloud}
          clearable
          data={[
            { value: 'public', label: t('Azure') },
            { value: 'china', label: t('Azure China') },
            { value: 'usgovernment', label: t('Azure US Government') },
          ]}
          value={cloud === '' ? null : cloud}
          onChange={(value) => setCloud(value ?? '')}
        />
      </div>
      {kind === 'application' && (
        <div className={css.pair}>
          <TextInput
            label={t('Client ID')}
            placeholder="00000000-0000-0000-0000-000000000000"
            value={client}
            required
            onChange={(event) => setClient(event.currentTarget.value)}
          />
          <PasswordInput
            label={t('Secret')}
            value={secret}
            required
            autoComplete="off"
            onChange={(event) => setSecret(event.currentTarget.value)}
          />
        </div>
      )}
      <p className={css.note}>
        {t(
          'The machine that runs Capscope signs in. Tokens and secrets stay in its memory, and are gone when you sign out.',
        )}
      </p>
      {reason !== undefined && (
        <p className={css.fault} role="alert">
          {told(reason)}
        </p>
      )}
      <Group justify="flex-end">
        <Button type="submit" size="xs" loading={busy} disabled={!isWhole}>
          {t('Sign in')}
        </Button>
      </Group>
    </form>
  );
}

function TypeCode({
  code: { url, code },
  onState,
}: {
  readonly code: { readonly url: string; readonly code: string };
  readonly onState: (state: SignInState) => void;
}) {
  return (
    <div className={css.form} role="status">
      <p className={css.words}>
        {rich('Open {page} and type this code:', {
          page: (
            <a href={url} target="_blank" rel="noreferrer">
              {url} <IconExternalLink size={13} aria-hidden />
            </a>
          ),
        })}
      </p>
      <p className={css.code}>{code}</p>
      <p className={css.note}>{t('This continues by itself once you have signed in there.')}</p>
      <Group justify="flex-end">
        <Button variant="default" size="xs" onClick={() => void azure.signOut().then(onState, () => undefined)}>
          {t('Cancel')}
        </Button>
      </Group>
    </div>
  );
}
