/** The list of hosts as a table of numbers, for people who take it out. */
import type { HostRow } from '#query/question.ts';
import type { Table } from '../../export/csv.ts';
import { VOLUME_HEAD, volumeCells } from '../../pictures/volume-table.ts';

const HEAD = [
  'address',
  'names',
  'country',
  'asn',
  'operator',
  'mac',
  'vendor',
  'mac of several addresses',
  'as source',
  'as destination',
  'peers',
  'uses',
  'offers',
  'open ports',
  'first',
  'last',
  ...VOLUME_HEAD,
];

export function hostExport(hosts: readonly HostRow[]): Table {
  return {
    head: HEAD,
    rows: hosts.map((row) => [
      row.ip,
      row.names.join(' '),
      row.country,
      row.asn,
      row.org,
      row.mac,
      row.vendor,
      row.macShared ?? false,
      row.asSource,
      row.asDestination,
      row.peers,
      row.appsUsed.join(' '),
      row.appsOffered.join(' '),
      row.ports.join(' '),
      new Date(row.first).toISOString(),
      new Date(row.last).toISOString(),
      ...volumeCells(row),
    ]),
  };
}
