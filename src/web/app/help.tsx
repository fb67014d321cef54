// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scrolled region must be reached by the keyboard
/** Help from the field table itself: the filter language, the fields, the hands and keys. */

import { Modal, Table, Tabs, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FIELDS } from '#fields/table.ts';
import { aboutOf, labelOf } from '../language/fields.ts';
import { t } from '../language/t.ts';
import css from './help.module.css';

const GRAMMAR: readonly (readonly [string, string])[] = [
  ['app == tls', t('one value')],
  ['dst.country in {NL DE FR}', t('one of several')],
  ['dst.port in {80 443 8000..8999}', t('numbers and ranges of them')],
  ['bytes > 1MB', t('a size; also kB, GB; for times ms, s, m, h')],
  ['ip == 10.0.0.0/8', t('an address or a network, IPv4 or IPv6')],
  ['host contains "example"', t('part of a text')],
  ['host matches "^api[0-9]"', t('a regular expression')],
  ['not app == dns', t('the opposite')],
  ['app == tls and (bytes > 1MB or duration > 10s)', t('combined; and is evaluated before or')],
  ['tls.sni', t('the field is known')],
  ['ip.addr == 8.8.8.8 && tcp.port == 53', t('Wireshark’s spellings work too')],
];

const HANDS: readonly (readonly [string, string])[] = [
  [t('Click on a mark'), t('only this')],
  [t('Ctrl or ⌘ click'), t('this too')],
  [t('Alt click'), t('all but this')],
  [t('Right click, or Shift F10'), t('menu: only, too, all but, copy')],
  [
    t('Click on the arrow before a row of a table'),
    t('everything about this flow or host; its cells can be clicked like any other value'),
  ],
  [t('Drag over the time strip'), t('narrow the time; double-click shows all of it again')],
  [t('Wheel over the time strip'), t('look closer, to milliseconds, without narrowing')],
  ['Esc', t('remove the last part of the filter; in the filter bar, leave and keep what was typed')],
  [t('Backspace on a part'), t('remove that part')],
  ['/', t('go to the filter')],
  ['Ctrl K', t('go to anything: a view, dataset, field, saved view, setting')],
  [t('Ctrl Z, Ctrl Shift Z'), t('undo the last step, and redo it')],
  [t('← → on the time strip'), t('move the chosen time; with Shift its end; + and − zoom')],
  [t('↑ ↓ ← →, Enter, Space in a table'), t('move between cells; open the row; show only this value')],
  ['Ctrl C in a table', t('copy the cell; the menu copies the row')],
  [t('Drag a header of a table, or Alt ← →'), t('move the column; drag its right edge to change its width')],
];

export default function Help({ onClose }: { readonly onClose: () => void }) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const fields = FIELDS.filter(
    (one) =>
      !wanted ||
      `${one.key} ${labelOf(one)} ${aboutOf(one)} ${one.aliases?.join(' ') ?? ''}`.toLowerCase().includes(wanted),
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('Filter, fields and keys')}
      size={860}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <Tabs defaultValue="filter" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="filter">{t('Filter')}</Tabs.Tab>
          <Tabs.Tab value="fields">{t('Fields')}</Tabs.Tab>
          <Tabs.Tab value="hands">{t('Mouse and keys')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="filter" pt="sm">
          <Pairs rows={GRAMMAR} mono />
          <p className="muted">{t('ip, port, mac, name, country, asn and org without src or dst match either end.')}</p>
        </Tabs.Panel>
        <Tabs.Panel value="fields" pt="sm">
          <TextInput
            size="xs"
            placeholder={t('Search fields')}
            aria-label={t('Search fields')}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            mb="xs"
            data-autofocus
          />
          <section className={css.scroll} tabIndex={0} aria-label={t('Fields')}>
            <Table className={css.table} verticalSpacing={4} stickyHeader>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('Field')}</Table.Th>
                  <Table.Th>{t('What it is')}</Table.Th>
                  <Table.Th className={css.wide}>{t('Type')}</Table.Th>
                  <Table.Th className={css.wide}>{t('Also')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {fields.map((one) => (
                  <Table.Tr key={one.key}>
                    <Table.Td className="mono">{one.key}</Table.Td>
                    <Table.Td>
                      <b>{labelOf(one)}</b>: {aboutOf(one)}
                    </Table.Td>
                    <Table.Td className={`muted ${css.wide}`}>{one.type}</Table.Td>
                    <Table.Td className={`mono muted ${css.aliases} ${css.wide}`}>{one.aliases?.join(' ')}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </section>
        </Tabs.Panel>
        <Tabs.Panel value="hands" pt="sm">
          <Pairs rows={HANDS} />
        </Tabs.Panel>
      </Tabs>
    </Modal>
  );
}

function Pairs({
  rows,
  mono = false,
}: {
  readonly rows: readonly (readonly [string, string])[];
  readonly mono?: boolean;
}) {
  return (
    <Table className={css.table} verticalSpacing={5}>
      <Table.Tbody>
        {rows.map(([left, right]) => (
          <Table.Tr key={left}>
            <Table.Th scope="row" className={mono ? 'mono' : ''} fw={mono ? 400 : 500}>
              {left}
            </Table.Th>
            <Table.Td>{right}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
