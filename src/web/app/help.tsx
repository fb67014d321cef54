// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scrolled region must be reached by the keyboard
/** Help from the field table itself: the filter language, the fields, the hands and keys. */
import { Modal, Table, Tabs, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FIELDS } from '#fields/table.ts';
import css from './help.module.css';

const GRAMMAR: readonly (readonly [string, string])[] = [
  ['app == tls', 'one value'],
  ['dst.country in {NL DE FR}', 'one of several'],
  ['dst.port in {80 443 8000..8999}', 'numbers and ranges of them'],
  ['bytes > 1MB', 'a size; also kB, GB; for times ms, s, m, h'],
  ['ip == 10.0.0.0/8', 'an address or a network, IPv4 or IPv6'],
  ['host contains "example"', 'part of a text'],
  ['host matches "^api[0-9]"', 'a regular expression'],
  ['not app == dns', 'the opposite'],
  ['app == tls and (bytes > 1MB or duration > 10s)', 'together; and binds before or'],
  ['tls.sni', 'the field is known'],
  ['ip.addr == 8.8.8.8 && tcp.port == 53', 'Wireshark’s spellings work too'],
];

const HANDS: readonly (readonly [string, string])[] = [
  ['Click on a mark', 'only this'],
  ['Ctrl or ⌘ click', 'this too'],
  ['Alt click', 'all but this'],
  ['Right click, or Shift F10', 'menu: only, too, all but, copy'],
  [
    'Click on the arrow before a row of a table',
    'everything about this flow or host; its cells are marks like all others',
  ],
  ['Drag over the time strip', 'narrow the time; double-click shows all of it again'],
  ['Wheel over the time strip', 'look closer, to milliseconds, without narrowing'],
  ['Esc', 'take the last part of the filter back; in the filter bar it leaves what was typed'],
  ['Backspace on a part', 'remove that part'],
  ['/', 'go to the filter'],
  ['Ctrl K', 'go to anything: a view, dataset, field, saved view, setting'],
  ['Ctrl Z, Ctrl Shift Z', 'take the last step back, and do it again'],
  ['← → on the time strip', 'move the chosen time; with Shift its end; + and − zoom'],
  ['↑ ↓ ← →, Enter, Space in a table', 'walk the cells; open the row; only this value'],
  ['Ctrl C in a table', 'copy the cell; the menu copies the row'],
  ['Drag a header of a table, or Alt ← →', 'put the column elsewhere; its right edge drags the width'],
];

export default function Help({ onClose }: { readonly onClose: () => void }) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const fields = FIELDS.filter(
    (one) =>
      !wanted || `${one.key} ${one.label} ${one.about} ${one.aliases?.join(' ') ?? ''}`.toLowerCase().includes(wanted),
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title="Filter, fields and keys"
      size={860}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Tabs defaultValue="filter" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="filter">Filter</Tabs.Tab>
          <Tabs.Tab value="fields">Fields</Tabs.Tab>
          <Tabs.Tab value="hands">Mouse and keys</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="filter" pt="sm">
          <Pairs rows={GRAMMAR} mono />
          <p className="muted">ip, port, mac, name, country, asn and org without src or dst match either end.</p>
        </Tabs.Panel>
        <Tabs.Panel value="fields" pt="sm">
          <TextInput
            size="xs"
            placeholder="Search fields"
            aria-label="Search fields"
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            mb="xs"
            data-autofocus
          />
          <section className={css.scroll} tabIndex={0} aria-label="Fields">
            <Table className={css.table} verticalSpacing={4} stickyHeader>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Field</Table.Th>
                  <Table.Th>What it is</Table.Th>
                  <Table.Th>Type</Table.Th>
                  <Table.Th>Also</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {fields.map((one) => (
                  <Table.Tr key={one.key}>
                    <Table.Td className="mono">{one.key}</Table.Td>
                    <Table.Td>
                      <b>{one.label}</b>: {one.about}
                    </Table.Td>
                    <Table.Td className="muted">{one.type}</Table.Td>
                    <Table.Td className={`mono muted ${css.aliases}`}>{one.aliases?.join(' ')}</Table.Td>
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
