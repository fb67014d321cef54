/** A dataset's own settings, networks, tags and notes: shown, and changed. */
import { readFileSync } from 'node:fs';
import type { DatasetEdit } from '#app/datasets/catalog.ts';
import type { Dataset } from '#app/model.ts';
import { checkFilter } from '#app/questions/filter-check.ts';
import { AppError } from '#base/errors.ts';
import { DEFAULT_SETTINGS } from '#flow/settings.ts';
import type { MarkChange } from '#query/marks.ts';
import { checkNetworks, type OwnNetwork, printNetworks, readNetworks } from '#query/networks.ts';
import { chosenDataDir } from '../data-dir-option.ts';
import { DECODE_OPTIONS, readSettings } from '../decode-options.ts';
import { count, counted, printable } from '../format.ts';
import { type OwnDataDoor, openOwnData } from '../own-data-door.ts';
import { readArguments, readChoice, usage } from '../usage.ts';

const MOST_FILE_BYTES = 1 << 20;

export async function dataset(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    ...DECODE_OPTIONS,
    networks: { type: 'string' },
    tag: { type: 'string', multiple: true },
    untag: { type: 'string', multiple: true },
    note: { type: 'string' },
    filter: { type: 'string' },
    host: { type: 'string', multiple: true },
    format: { type: 'string' },
    'data-dir': { type: 'string' },
  });
  const [name, ...rest] = positionals;
  if (name === undefined || rest.length > 0) throw usage('capscope dataset needs the name of one dataset');
  const format = readChoice(values.format, ['table', 'json', 'csv'], 'format');
  const networks = values.networks === undefined ? undefined : networksIn(values.networks);
  const { filter, host: hosts, note } = values;
  const [add, remove] = [values.tag ?? [], values.untag ?? []];
  const isMarked = add.length > 0 || remove.length > 0 || note !== undefined;
  if (filter !== undefined && hosts !== undefined) throw usage('either --filter or --host says what is tagged');
  if ((filter !== undefined || hosts !== undefined) && !isMarked)
    throw usage('--filter and --host say what --tag, --untag and --note are put on');
  if (filter !== undefined) checkFilter(filter);
  const settings = readSettings(values);
  const door = openOwnData(chosenDataDir(values['data-dir']));
  try {
    const found = (await door.datasets()).find((one) => one.name === name);
    if (found === undefined) throw new AppError('DATASET_NOT_FOUND', { dataset: name });
    if (networks !== undefined) await door.setNetworks(found.id, networks);
    if (settings !== undefined) await door.edit(found.id, { settings: changed(found, values) });
    if (isMarked) await mark(door, found, { add, remove, note, filter, hosts });
    const now = (await door.datasets()).find(({ id }) => id === found.id) ?? found;
    process.stdout.write(await shown(door, now, format));
  } finally {
    await door.close();
  }
}

/** What was given, over what is set. */
function changed(
  { settings = DEFAULT_SETTINGS }: Dataset,
  values: Parameters<typeof readSettings>[0],
): NonNullable<DatasetEdit['settings']> {
  const given = readSettings(values)!;
  return {
    tunnels: values.tunnels === undefined ? settings.tunnels : given.tunnels,
    keyBy: values['key-by'] === undefined ? settings.keyBy : given.keyBy,
    duplicates: values.duplicates === undefined ? settings.duplicates : given.duplicates,
  };
}

interface Marking {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly note: string | undefined;
  readonly filter: string | undefined;
  readonly hosts: readonly string[] | undefined;
}

async function mark(door: OwnDataDoor, dataset: Dataset, marking: Marking): Promise<void> {
  const { add, remove, note, filter, hosts } = marking;
  if (filter === undefined && hosts === undefined) {
    const gone = new Set(remove.map((tag) => tag.toLowerCase()));
    const tags = [...(dataset.tags ?? []).filter((tag) => !gone.has(tag.toLowerCase())), ...add];
    await door.edit(dataset.id, { tags, ...(note === undefined ? {} : { note }) });
    return;
  }
  const on: MarkChange['on'] =
    hosts === undefined ? { kind: 'scope', scope: { filter: filter ?? '' } } : { kind: 'hosts', ips: hosts };
  const result = await door.mark(dataset.id, { on, add, remove, ...(note === undefined ? {} : { note }) });
  const what = hosts === undefined ? 'flow' : 'host';
  const left = [
    ...(result.beyond > 0 ? [`${count(result.beyond)} more were left out: narrow the filter and do it again`] : []),
    ...(result.open > 0 ? [`${count(result.open)} are still open and were left out`] : []),
  ];
  process.stderr.write(
    `${[`${count(result.changed)} of ${counted(result.matched, what)} changed`, ...left].join('; ')}\n`,
  );
}

/** AppError USAGE says which line is wrong. */
function networksIn(path: string): readonly OwnNetwork[] {
  let text: string;
  try {
    text = readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch {
    throw new AppError('CAPTURE_UNREADABLE', { path, reason: 'the list of networks cannot be read' });
  }
  if (text.length > MOST_FILE_BYTES) throw usage(`${path}: a list of networks has at most ${MOST_FILE_BYTES} bytes`);
  const list = readNetworks(text);
  if (!list.ok) throw usage(`${path}: ${list.message}`);
  const checked = checkNetworks(list.written);
  if (checked.ok) return checked.networks;
  const [fault] = checked.faults;
  const more = checked.faults.length === 1 ? '' : ` (and ${checked.faults.length - 1} more faults)`;
  throw usage(`${path}: line ${list.lines[fault!.row] ?? fault!.row + 1}: ${fault!.message}${more}`);
}

async function shown(door: OwnDataDoor, dataset: Dataset, format: 'table' | 'json' | 'csv'): Promise<string> {
  const networks = await door.networks(dataset.id);
  if (format === 'csv') return printNetworks(networks);
  const marks = await door.marks(dataset.id);
  const { id, name, settings = DEFAULT_SETTINGS, tags = [], note, flows } = dataset;
  if (format === 'json')
    return `${JSON.stringify({ id, name, flows, settings, tags, ...(note === undefined ? {} : { note }), networks, marks }, undefined, 2)}\n`;
  const { tunnels, keyBy, duplicates } = settings;
  const lines = [
    `${printable(name)}: ${counted(flows, 'flow')}`,
    ...(tags.length === 0 ? [] : [`tags      ${tags.join(', ')}`]),
    ...(note === undefined ? [] : [`note      ${printable(note.replaceAll('\n', ' / '))}`]),
    `imports   tunnels ${tunnels}, key by ${keyBy.length === 0 ? 'nothing more' : keyBy.join(' and ')}, duplicates ${duplicates}`,
    ...networks.map(
      (one) =>
        `network   ${one.cidr}  ${printable(one.name)}${one.country === undefined ? '' : `, ${one.country}`}${one.lat === undefined ? '' : ` (${one.lat}, ${one.lon})`}`,
    ),
    ...marks.tags.map(
      (one) => `tag       ${printable(one.tag)}: ${counted(one.flows, 'flow')}, ${counted(one.hosts, 'host')}`,
    ),
    ...marks.hosts.map(
      (one) =>
        `host      ${one.ip}${one.tags.length === 0 ? '' : `  ${one.tags.join(', ')}`}${one.note === undefined ? '' : `  ${printable(one.note.replaceAll('\n', ' / '))}`}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
