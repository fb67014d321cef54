/** The form that starts a capture session. */
import { ActionIcon, Button, Checkbox, Group, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { t } from '../../language/t.ts';
import { told } from '../../language/told.ts';
import css from './azure.module.css';
import { azure, type Place, type Places, wordsOf } from './calls.ts';
import { useInto } from './into.ts';

interface Filter {
  readonly key: number;
  readonly protocol: 'any' | 'TCP' | 'UDP';
  readonly localIp: string;
  readonly localPort: string;
  readonly remoteIp: string;
  readonly remotePort: string;
}

const MEGABYTE = 1_000_000;

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
  const [name, setName] = useState('');
  const [target, setTarget] = useState<string | null>(near.length === 1 ? near[0].id : null);
  const [instances, setInstances] = useState<string[]>([]);
  const [storage, setStorage] = useState<string | null>(accounts.length === 1 ? accounts[0].id : null);
  const [localPath, setLocalPath] = useState('');
  const [seconds, setSeconds] = useState<number | string>(300);
  const [megabytes, setMegabytes] = useState<number | string>(1000);
  const [perPacket, setPerPacket] = useState<number | string>(0);
  const [isRing, setIsRing] = useState(false);
  const [files, setFiles] = useState<number | string>(10);
  const [filters, setFilters] = useState<readonly Filter[]>([]);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const into = useInto(dataset);
  const machine = near.find(({ id }) => id === target);
  const isWhole = name.trim() !== '' && target !== null && (storage !== null || localPath.trim() !== '');
  const change = (key: number, part: Partial<Filter>) =>
    setFilters((old) => old.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const request = () => {
    const perSession = Math.min(4_294_967_295, Math.round(Number(megabytes) * MEGABYTE));
    return {
      name: name.trim(),
      target,
      ...(instances.length === 0 ? {} : { instances }),
      bytesPerPacket: Number(perPacket),
      ...(storage === null ? {} : { storage }),
      ...(localPath.trim() === '' ? {} : { localPath: localPath.trim() }),
      filters: filters.map(({ key: _, protocol, ...rest }) => ({
        ...(protocol === 'any' ? {} : { protocol }),
        ...Object.fromEntries(Object.entries(rest).filter(([, text]) => text.trim() !== '')),
      })),
      ...(isRing
        ? { continuous: { files: Number(files), bytesPerFile: perSession, seconds: Number(seconds) } }
        : { bytesPerSession: perSession, seconds: Number(seconds) }),
    };
  };
  const send = async () => {
    setBusy(true);
    setFault(undefined);
    try {
      // What stays on the machine can't be fetched from here: there is nothing to show.
      if (storage === null) {
        await azure.start(subscription, watcher, { ...request(), follow: false });
        onDone();
      } else {
        await into(name.trim(), (id) => azure.start(subscription, watcher, { ...request(), dataset: id }));
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
        if (isWhole && !busy) void send();
      }}
    >
      <h3 className={css.title}>{t('Start a capture')}</h3>
      <div className={css.pair}>
        <TextInput
          label={t('Name')}
          placeholder={t('web-slow-1')}
          required
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t('Machine')}
          placeholder={near.length === 0 ? t('none in this region') : t('choose one')}
          searchable
          required
          data={near.map(({ id, name: own, kind, group }) => ({
            value: id,
            label: kind === 'scale set' ? t('{name} (scale set, {group})', { name: own, group }) : `${own} (${group})`,
          }))}
          value={target}
          onChange={setTarget}
        />
      </div>
      {machine?.kind === 'scale set' && (
        <TagsInput
          label={t('Instances')}
          description={t('Names, Enter after each; none: all of them')}
          value={instances}
          onChange={setInstances}
        />
      )}
      <div className={css.pair}>
        <Select
          label={t('Storage account')}
          description={t('Of the same region, with key access enabled')}
          placeholder={accounts.length === 0 ? t('none that you may see') : t('choose one')}
          searchable
          clearable
          data={accounts.map(({ id, name: own, location }) => ({ value: id, label: `${own} (${location})` }))}
          value={storage}
          onChange={setStorage}
        />
        <TextInput
          label={t('Path on the machine')}
          description={t('Instead of storage or beside it; on Linux below /var/captures')}
          placeholder="/var/captures/web.cap"
          value={localPath}
          onChange={(event) => setLocalPath(event.currentTarget.value)}
        />
      </div>
      <div className={css.three}>
        <NumberInput
          label={t('Seconds')}
          min={1}
          max={isRing ? 604_800 : 18_000}
          value={seconds}
          onChange={setSeconds}
        />
        <NumberInput
          label={isRing ? t('MB a file') : t('MB at most')}
          min={1}
          max={4294}
          value={megabytes}
          onChange={setMegabytes}
        />
        <NumberInput
          label={t('Bytes of a packet')}
          description={t('0: whole packets')}
          min={0}
          max={4_294_967_295}
          value={perPacket}
          onChange={setPerPacket}
        />
      </div>
      {Number(perPacket) > 0 && Number(perPacket) < 54 && (
        <p className={css.warn}>
          {t('Too few bytes to include ports: flows cannot be told apart. 96 bytes hold most headers.')}
        </p>
      )}
      <Group gap="md" align="end">
        <Checkbox
          label={t('Keep capturing into a ring of files')}
          checked={isRing}
          onChange={(event) => setIsRing(event.currentTarget.checked)}
        />
        {isRing && (
          <NumberInput className={css.few!} label={t('Files')} min={1} max={10_000} value={files} onChange={setFiles} />
        )}
      </Group>
      <fieldset className={css.filters}>
        <legend>{t('Only packets that match one of')}</legend>
        {filters.length === 0 && <p className={css.note}>{t('no filter: all packets')}</p>}
        {filters.map((one) => (
          <div key={one.key} className={css.filter}>
            <Select
              aria-label={t('Protocol')}
              data={[{ value: 'any', label: t('any protocol') }, 'TCP', 'UDP']}
              allowDeselect={false}
              value={one.protocol}
              onChange={(value) => change(one.key, { protocol: (value ?? 'any') as Filter['protocol'] })}
            />
            <TextInput
              aria-label={t('Address of the machine')}
              placeholder={t('its address')}
              value={one.localIp}
              onChange={(event) => change(one.key, { localIp: event.currentTarget.value })}
            />
            <TextInput
              aria-label={t('Port of the machine')}
              placeholder={t('its port: 80;443')}
              value={one.localPort}
              onChange={(event) => change(one.key, { localPort: event.currentTarget.value })}
            />
            <TextInput
              aria-label={t('Address of the other end')}
              placeholder={t('other address')}
              value={one.remoteIp}
              onChange={(event) => change(one.key, { remoteIp: event.currentTarget.value })}
            />
            <TextInput
              aria-label={t('Port of the other end')}
              placeholder={t('other port')}
              value={one.remotePort}
              onChange={(event) => change(one.key, { remotePort: event.currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('Remove this filter')}
              onClick={() => setFilters((old) => old.filter(({ key }) => key !== one.key))}
            >
              <IconX size={15} aria-hidden />
            </ActionIcon>
          </div>
        ))}
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconPlus size={13} aria-hidden />}
          onClick={() =>
            setFilters((old) => [
              ...old,
              {
                key: (old.at(-1)?.key ?? 0) + 1,
                protocol: 'any',
                localIp: '',
                localPort: '',
                remoteIp: '',
                remotePort: '',
              },
            ])
          }
        >
          {t('Add a filter')}
        </Button>
      </fieldset>
      {fault !== undefined && (
        <p className={css.fault} role="alert">
          {told(fault)}
        </p>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" size="xs" onClick={onDone}>
          {t('Back')}
        </Button>
        <Button type="submit" size="xs" loading={busy} disabled={!isWhole}>
          {storage === null ? t('Start') : t('Start, and import when it ends')}
        </Button>
      </Group>
    </form>
  );
}
