/** The form that starts a capture session. */
import { Button, Group } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { t } from '../../language/t.ts';
import { told } from '../../language/told.ts';
import css from './azure.module.css';
import { azure, type Place, type Places, wordsOf } from './calls.ts';
import { AmountFields, MachineFields, PlaceFields } from './capture-fields.tsx';
import { type CaptureWish, FIRST_WISH, isWhole, requestOf } from './capture-wish.ts';
import { useInto } from './into.ts';
import { PacketFilters } from './packet-filters.tsx';

export function StartCapture({
  subscription,
  watcher,
  places,
  dataset,
  onDone,
  onClose,
}: {
  readonly subscription: string;
  readonly watcher: Place;
  readonly places: Places;
  readonly dataset: string | undefined;
  readonly onDone: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const near = places.machines.filter(({ location }) => location === watcher.location);
  const accounts = [...places.accounts].sort(
    (a, b) => Number(b.location === watcher.location) - Number(a.location === watcher.location),
  );
  const [wish, setWish] = useState<CaptureWish>({
    ...FIRST_WISH,
    target: near.length === 1 ? near[0].id : null,
    storage: accounts.length === 1 ? accounts[0].id : null,
  });
  const change = (part: Partial<CaptureWish>) => setWish((old) => ({ ...old, ...part }));
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const into = useInto(dataset);
  const send = async () => {
    setBusy(true);
    setFault(undefined);
    try {
      // What stays on the machine can't be fetched from here: there is nothing to show.
      if (wish.storage === null) {
        await azure.start(subscription, watcher, { ...requestOf(wish), follow: false });
        onDone();
      } else {
        await into(wish.name.trim(), (id) => azure.start(subscription, watcher, { ...requestOf(wish), dataset: id }));
        onClose();
      }
    } catch (cause) {
      setFault(wordsOf(cause));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className={css.form}
      aria-label={t('Start a capture')}
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole(wish) && !busy) void send();
      }}
    >
      <h3 className={css.title}>{t('Start a capture')}</h3>
      <MachineFields wish={wish} change={change} near={near} />
      <PlaceFields wish={wish} change={change} accounts={accounts} />
      <AmountFields wish={wish} change={change} />
      <PacketFilters filters={wish.filters} onChange={(filters) => change({ filters })} />
      {fault !== undefined && (
        <p className={css.fault} role="alert">
          {told(fault)}
        </p>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" size="xs" onClick={onDone}>
          {t('Back')}
        </Button>
        <Button type="submit" size="xs" loading={busy} disabled={!isWhole(wish)}>
          {wish.storage === null ? t('Start') : t('Start, and import when it ends')}
        </Button>
      </Group>
    </form>
  );
}
