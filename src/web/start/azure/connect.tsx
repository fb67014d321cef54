/** Which storage: by its address with a SAS, by a connection string, or as the signed-in user. */
import { Button, Group, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { t } from '../../language/t.ts';
import { told } from '../../language/told.ts';
import css from './azure.module.css';
import { azure, type StorageAsk, type StorageListing, wordsOf } from './calls.ts';
import { SignIn, useSignIn } from './sign-in.tsx';

export interface Connected {
  readonly ask: StorageAsk;
  readonly listing: StorageListing;
  readonly prefix: string;
}

export function Connect({ onConnected }: { readonly onConnected: (connected: Connected) => void }): ReactNode {
  const [way, setWay] = useState<'link' | 'identity'>('link');
  const [address, setAddress] = useState('');
  const [container, setContainer] = useState('');
  const [prefix, setPrefix] = useState('');
  const [containers, setContainers] = useState<readonly string[]>();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const [signIn, setSignIn] = useSignIn();
  const isSignedIn = signIn?.state === 'in';
  const canAsk = address.trim() !== '' && (way === 'link' || isSignedIn);
  const send = async (chosen = container.trim()) => {
    setBusy(true);
    setFault(undefined);
    const ask: StorageAsk = {
      address: storageOf(address.trim(), way),
      ...(chosen === '' ? {} : { container: chosen }),
      ...(way === 'identity' ? { signedIn: true } : {}),
    };
    try {
      const page = prefix === '' ? {} : { prefix };
      const listing = await azure.list(ask, page);
      if (listing.container === undefined) setContainers(listing.containers);
      else onConnected({ ask, listing, prefix });
    } catch (cause) {
      setFault(wordsOf(cause));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={css.form}>
      <SegmentedControl
        aria-label={t('How to connect')}
        value={way}
        onChange={(value) => setWay(value as 'link' | 'identity')}
        data={[
          { value: 'link', label: t('SAS or connection string') },
          { value: 'identity', label: t('Signed in') },
        ]}
      />
      {way === 'identity' && <SignIn state={signIn} onState={setSignIn} />}
      {(way === 'link' || isSignedIn) && (
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (canAsk && !busy) void send();
          }}
        >
          {way === 'link' ? (
            <Textarea
              className={css.box!}
              label={t('Link with a SAS, or connection string')}
              description={t('Of a storage account, a container or a folder in it; it is kept in no file, list or log')}
              placeholder="https://account.blob.core.windows.net/network-watcher-logs?sv=…&sp=rl&sig=…"
              minRows={2}
              autosize
              maxRows={5}
              data-autofocus
              autoComplete="off"
              spellCheck={false}
              value={address}
              onChange={(event) => setAddress(event.currentTarget.value)}
            />
          ) : (
            <TextInput
              label={t('Storage account')}
              description={t('Its name, or the address of its blobs')}
              placeholder="https://account.blob.core.windows.net"
              data-autofocus
              value={address}
              onChange={(event) => setAddress(event.currentTarget.value)}
            />
          )}
          <div className={css.pair}>
            <TextInput
              label={t('Container')}
              description={t('Where the address names none; empty: choose from a list')}
              placeholder={t('network-watcher-logs')}
              value={container}
              onChange={(event) => setContainer(event.currentTarget.value)}
            />
            <TextInput
              label={t('Names that begin with')}
              description={t('Narrows a large container; may stay empty')}
              placeholder={t('subscriptions/')}
              value={prefix}
              onChange={(event) => setPrefix(event.currentTarget.value)}
            />
          </div>
          {containers !== undefined && (
            <fieldset className={css.containers}>
              <legend>{t('Containers of this account')}</legend>
              {containers.length === 0 && <p className={css.note}>{t('There is none yet.')}</p>}
              {containers.map((name) => (
                <Button
                  key={name}
                  size="compact-sm"
                  variant="default"
                  disabled={busy}
                  onClick={() => {
                    setContainer(name);
                    void send(name);
                  }}
                >
                  {name}
                </Button>
              ))}
            </fieldset>
          )}
          {fault !== undefined && (
            <p className={css.fault} role="alert">
              {told(fault)}
            </p>
          )}
          <Group justify="flex-end">
            <Button type="submit" size="xs" loading={busy} disabled={!canAsk}>
              {t('Show what is there')}
            </Button>
          </Group>
        </form>
      )}
    </div>
  );
}

/** A name of an account is enough for a signed-in user. */
const storageOf = (text: string, way: 'link' | 'identity'): string =>
  way === 'identity' && /^[a-z0-9]{3,24}$/.test(text) ? `https://${text}.blob.core.windows.net` : text;
