/** The user's own networks: blocks of addresses, what they are called and where they are. */

import { ActionIcon, Button, Select, Textarea, TextInput, Tooltip } from '@mantine/core';
import { IconCopy, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import {
  checkNetworks,
  type NetworkFault,
  type NetworkPart,
  printNetworks,
  readNetworks,
  type WrittenNetwork,
} from '#query/networks.ts';
import { COUNTRY_NAMES } from '#registry/countries.ts';
import { plural, t } from '../language/t.ts';
import { told } from '../language/told.ts';
import { useRefreshDatasets } from '../state/events.ts';
import { copyText } from '../state/marks.tsx';
import { placeName } from '../style/places.ts';
import { FailureNote, Skeleton } from '../style/view-frame.tsx';
import { networksOf, putNetworks } from './calls.ts';
import { Said, useSaying } from './said.tsx';
import css from './settings.module.css';

const EXAMPLE = ['10.1.0.0/16,HQ,NL,52.37,4.90', '2001:db8:1::/48,Lab'].join('\n');

/** A row being written; `key` tells it from others while rows come and go. */
type Row = { readonly key: number } & Readonly<Record<NetworkPart, string>>;

export function Networks({ dataset }: { readonly dataset: string }): ReactNode {
  const asked = useQuery({
    queryKey: ['networks', dataset],
    queryFn: () => networksOf(dataset),
    retry: false,
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  return (
    <section className={css.part} aria-labelledby="own-networks">
      <h3 id="own-networks">{t('Your own networks')}</h3>
      <p className={css.note}>
        {t(
          'Addresses in a block get its name as their operator, and its country, in all views and exports, also in flows already imported; a single address gets the name as its own. Of nested blocks the innermost counts. With latitude and longitude a block appears on the map.',
        )}
      </p>
      {asked.error ? (
        <FailureNote error={asked.error} retry={() => void asked.refetch()} />
      ) : asked.data === undefined ? (
        <Skeleton />
      ) : (
        <Editor dataset={dataset} kept={asked.data.networks} />
      )}
    </section>
  );
}

function Editor({ dataset, kept }: { readonly dataset: string; readonly kept: readonly WrittenNetwork[] }): ReactNode {
  const last = useRef(0);
  const rowOf = (one: Partial<WrittenNetwork>): Row => ({
    key: ++last.current,
    cidr: one.cidr ?? '',
    name: one.name ?? '',
    country: one.country ?? '',
    lat: String(one.lat ?? ''),
    lon: String(one.lon ?? ''),
  });
  const [rows, setRows] = useState<readonly Row[]>(() => kept.map(rowOf));
  const [faults, setFaults] = useState<readonly NetworkFault[]>([]);
  const [pasting, setPasting] = useState(false);
  const client = useQueryClient();
  const refresh = useRefreshDatasets();
  const saying = useSaying();
  const body = useRef<HTMLUListElement>(null);
  const change = (next: readonly Row[]) => {
    setRows(next);
    setFaults([]);
    saying.silence();
  };
  const focusRow = (index: number) =>
    window.setTimeout(() => body.current?.querySelectorAll<HTMLInputElement>('[data-cidr]')[index]?.focus(), 0);
  const save = () => {
    // an empty row at the end is nothing
    const written = rows.filter((row) => Object.entries(row).some(([part, text]) => part !== 'key' && text !== ''));
    const checked = checkNetworks(written);
    setRows(written);
    if (!checked.ok) {
      setFaults(checked.faults);
      focusRow(checked.faults[0]?.row ?? 0);
      const why = plural(checked.faults.length, '{n} thing needs fixing first', '{n} things need fixing first');
      saying.attempt(() => Promise.reject(new Error(why)));
      return;
    }
    saying.attempt(async () => {
      const { networks } = await putNetworks(dataset, checked.networks);
      setRows(networks.map(rowOf));
      await refresh();
      await client.invalidateQueries({ queryKey: ['ask', dataset] });
      return plural(
        networks.length,
        'Saved: {n} network applies to all flows.',
        'Saved: {n} networks apply to all flows.',
      );
    });
  };
  const faultOf = (row: number, part: NetworkPart): string | undefined => {
    const found = faults.find((fault) => fault.row === row && fault.part === part);
    return found && told(found.message);
  };
  return (
    <>
      {rows.length > 0 && (
        <div className={css.networkHead} aria-hidden>
          {[t('Block'), t('Name'), t('Country'), t('Latitude'), t('Longitude')].map((label) => (
            <span key={label}>{label}</span>
          ))}
        </div>
      )}
      <ul className={css.networks} ref={body} aria-label={t('Your own networks')}>
        {rows.map((row, index) => (
          <NetworkRow
            key={row.key}
            row={row}
            number={index + 1}
            faultOf={(part) => faultOf(index, part)}
            onChange={(part, text) => change(rows.with(index, { ...row, [part]: text }))}
            onRemove={() => {
              change(rows.filter((one) => one !== row));
              focusRow(Math.max(0, index - 1));
            }}
          />
        ))}
      </ul>
      {rows.length === 0 && <p className={css.none}>{t('There are none yet.')}</p>}
      {pasting && (
        <Paste
          onRead={(written) => {
            change([...rows, ...written.map(rowOf)]);
            setPasting(false);
          }}
          onCancel={() => setPasting(false)}
        />
      )}
      <div className={css.foot}>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => {
            change([...rows, rowOf({})]);
            focusRow(rows.length);
          }}
        >
          {t('Add a network')}
        </Button>
        <Button size="xs" variant="default" aria-expanded={pasting} onClick={() => setPasting(!pasting)}>
          {t('Paste a list')}
        </Button>
        {rows.length > 0 && (
          <Tooltip label={t('Copy the list as CSV, for another dataset')}>
            <ActionIcon
              variant="default"
              size={30}
              aria-label={t('Copy the list as CSV, for another dataset')}
              onClick={() => {
                const checked = checkNetworks(rows);
                void copyText(printNetworks(checked.ok ? checked.networks : []));
              }}
            >
              <IconCopy size={15} />
            </ActionIcon>
          </Tooltip>
        )}
        <Said saying={saying} />
        <Button size="xs" loading={saying.busy} onClick={save}>
          {t('Save networks')}
        </Button>
      </div>
    </>
  );
}

function NetworkRow({
  row,
  number,
  faultOf,
  onChange,
  onRemove,
}: {
  readonly row: Row;
  readonly number: number;
  readonly faultOf: (part: NetworkPart) => string | undefined;
  readonly onChange: (part: NetworkPart, text: string) => void;
  readonly onRemove: () => void;
}): ReactNode {
  const countries = useMemo(
    () =>
      [...COUNTRY_NAMES.keys()]
        .map((code) => ({ value: code, label: `${placeName(code)} (${code})` }))
        .sort((a, b) => a.label.localeCompare(b.label)),
    [],
  );
  const text = (part: NetworkPart, label: string, placeholder: string, mono = false) => (
    <div data-part={part}>
      <TextInput
        size="xs"
        aria-label={`${label} ${number}`}
        placeholder={placeholder}
        value={row[part]}
        error={faultOf(part)}
        classNames={mono ? { input: 'mono' } : {}}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        {...(part === 'cidr' ? { 'data-cidr': true } : {})}
        onChange={(event) => onChange(part, event.currentTarget.value)}
      />
    </div>
  );
  return (
    <li className={css.network}>
      {text('cidr', t('Block'), '10.1.0.0/16', true)}
      {text('name', t('Name'), t('Amsterdam office'))}
      <div data-part="country">
        <Select
          size="xs"
          aria-label={`${t('Country')} ${number}`}
          placeholder={t('none')}
          data={countries}
          searchable
          clearable
          limit={60}
          nothingFoundMessage={t('There is no such country.')}
          value={row.country === '' ? null : row.country}
          error={faultOf('country')}
          onChange={(code) => onChange('country', code ?? '')}
        />
      </div>
      {text('lat', t('Latitude'), '52.37', true)}
      {text('lon', t('Longitude'), '4.90', true)}
      <div data-part="remove">
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label={t('Remove network {number}', { number })}
          onClick={onRemove}
        >
          <IconTrash size={15} />
        </ActionIcon>
      </div>
    </li>
  );
}

function Paste({
  onRead,
  onCancel,
}: {
  readonly onRead: (written: readonly WrittenNetwork[]) => void;
  readonly onCancel: () => void;
}): ReactNode {
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string>();
  const read = () => {
    const list = readNetworks(text);
    if (!list.ok) setFault(t('This cannot be read: {why}', { why: told(list.message) }));
    else if (list.written.length === 0) setFault(t('No network was found in it.'));
    else onRead(list.written);
  };
  return (
    <div className={css.paste}>
      <Textarea
        label={t('A list, a network a line: block, name, country, latitude, longitude')}
        description={t('CSV, cells of a spreadsheet, or JSON; what follows the name may be left out')}
        placeholder={EXAMPLE}
        autosize
        minRows={3}
        maxRows={10}
        data-autofocus
        spellCheck={false}
        value={text}
        error={fault}
        classNames={{ input: 'mono' }}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setFault(undefined);
        }}
      />
      <div className={css.foot}>
        <Button size="xs" variant="default" onClick={onCancel}>
          {t('Cancel')}
        </Button>
        <Button size="xs" disabled={text.trim() === ''} onClick={read}>
          {t('Take them into the list')}
        </Button>
      </div>
    </div>
  );
}
