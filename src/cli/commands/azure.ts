import { readFileSync } from 'node:fs';
import { listStorage, type StorageBlob, type StorageListing, storageLink } from '#app/azure.ts';
import { Capscope } from '#app/capscope.ts';
import { holderOf } from '#app/data-dir.ts';
import { ENGINE } from '#app/engine.ts';
import { AppError } from '#base/errors.ts';
import { chosenDataDir } from '../data-dir-option.ts';
import { DECODE_OPTIONS, readSettings } from '../decode-options.ts';
import { ownDoor, remoteDoor } from '../door.ts';
import { type FetchOptions, fetchOptions } from '../fetch-options.ts';
import { bytes } from '../format.ts';
import { chooseDataset, importAll, importText } from '../import-files.ts';
import { readArguments, readChoice, usage } from '../usage.ts';

/** Names that are imported at once; more are picked by a longer prefix. */
const MOST_IMPORTED = 1000;
const MOST_LISTED = 100_000;

/** Lists a storage of Azure, or imports what lies in it. */
export async function azure(args: readonly string[]): Promise<void> {
  const [what, ...rest] = args;
  const { values, positionals } = readArguments(rest, {
    from: { type: 'string' },
    container: { type: 'string' },
    prefix: { type: 'string' },
    format: { type: 'string' },
    dataset: { type: 'string', short: 'd' },
    ...DECODE_OPTIONS,
    again: { type: 'boolean' },
    'allow-net': { type: 'string' },
    'data-dir': { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  });
  if (values.help || what === undefined) return void process.stdout.write((await import('../help.ts')).HELP);
  if (what !== 'list' && what !== 'import') throw usage('capscope azure is followed by list or import');
  const address = addressOf(positionals, values.from);
  const ask = { address, container: values.container };
  const fetching = fetchOptions(values['allow-net']);
  const now = Date.now();
  const listing = await listAll(ask, values.prefix, fetching, now, what === 'import' ? MOST_IMPORTED : MOST_LISTED);
  if (what === 'list') {
    const format = readChoice(values.format, ['table', 'json'], 'format');
    return void process.stdout.write(format === 'json' ? `${JSON.stringify(listing)}\n` : listingText(listing));
  }
  if (listing.container === undefined)
    throw usage(`say which container with --container: ${listing.containers.join(', ') || 'there is none'}`);
  const wanted = listing.blobs.filter((blob) => !blob.archived && blob.bytes > 0);
  if (wanted.length === 0)
    throw new AppError('NOT_FOUND', { what: `anything to import below ${JSON.stringify(values.prefix ?? '')}` });
  if (listing.next !== undefined)
    throw usage(`more than ${MOST_IMPORTED} blobs begin like that; name fewer with a longer --prefix`);
  const links: string[] = [];
  for (const { path } of wanted) links.push(await storageLink(ask, path, { ...fetching, now }));
  await importLinks(links, values, fetching);
}

type ImportOptions = Parameters<typeof readSettings>[0] & {
  readonly dataset?: string | undefined;
  readonly again?: boolean | undefined;
  readonly 'data-dir'?: string | undefined;
};

async function importLinks(links: readonly string[], values: ImportOptions, fetching: FetchOptions): Promise<void> {
  const dir = chosenDataDir(values['data-dir']);
  const holder = holderOf(dir, Date.now());
  const door =
    holder?.port === undefined ? ownDoor(new Capscope({ dir, ...ENGINE, ...fetching })) : remoteDoor(holder.port);
  try {
    const target = await chooseDataset(door, values.dataset, links, readSettings(values));
    const before = new Set(target.isNew ? [] : (await door.files(target.dataset.id)).map((file) => file.id));
    const imported = await importAll(door, target, links, { again: values.again === true });
    const files = await door.files(target.dataset.id);
    process.stdout.write(
      importText(
        imported,
        files.filter((file) => !before.has(file.id)),
      ),
    );
    if (door.address !== undefined) process.stdout.write(`See ${door.address}/d/${target.dataset.id}\n`);
  } finally {
    await door.close();
  }
}

/** A link or a connection string: from the command line, or better from a file ("-" is standard input). */
function addressOf(positionals: readonly string[], from: string | undefined): string {
  if (positionals.length > 1) throw usage('capscope azure takes one address');
  if ((positionals.length === 1) === (from !== undefined))
    throw usage('capscope azure needs an address: a link with a SAS, or --from FILE with one or a connection string');
  if (from === undefined) return positionals[0]!;
  try {
    return readFileSync(from === '-' ? 0 : from, 'utf8').trim();
  } catch {
    throw usage(`--from ${from}: the file can not be read`);
  }
}

/** All pages together, `most` names at most; then `next` is left. */
async function listAll(
  ask: { readonly address: string; readonly container: string | undefined },
  prefix: string | undefined,
  fetching: FetchOptions,
  now: number,
  most: number,
): Promise<StorageListing> {
  let all = await listStorage(ask, { prefix }, { ...fetching, now });
  while (all.next !== undefined && all.blobs.length + all.containers.length < most) {
    const { next: _, ...soFar } = all;
    const page = await listStorage(ask, { prefix, after: all.next }, { ...fetching, now });
    all = {
      ...soFar,
      containers: [...all.containers, ...page.containers],
      blobs: [...all.blobs, ...page.blobs],
      ...(page.next === undefined ? {} : { next: page.next }),
    };
  }
  return all;
}

function listingText({ shown, container, containers, blobs, next }: StorageListing): string {
  const more = next === undefined ? [] : ['There are more; name fewer with --prefix.'];
  if (container === undefined) return lines([`${shown}: ${containers.length} containers`, ...containers, ...more]);
  const head = `${shown} ${container}: ${blobs.length} ${blobs.length === 1 ? 'blob' : 'blobs'}`;
  return lines([head, ...groupsOf(blobs), ...more]);
}

/** By subscription, group, machine and day, where paths tell them; the rest by their names. */
function groupsOf(blobs: readonly StorageBlob[]): readonly string[] {
  const groups = Map.groupBy(blobs, ({ place }) =>
    place === undefined
      ? ''
      : [place.kind, place.subscription, place.group, place.target, place.day].filter(Boolean).join(' › '),
  );
  return [...groups].flatMap(([name, some]) => [
    ...(name === '' ? [] : [name]),
    ...some.map(({ path, bytes: size, place, archived }) => {
      const what =
        place === undefined
          ? printable(path)
          : `  ${[place.time, place.nic].filter(Boolean).join('  ')}  ${printable(path)}`;
      return `${what}  ${bytes(size)}${archived ? '  archived: can not be read now' : ''}`;
    }),
  ]);
}

/** Names of blobs may hold any letter; a terminal obeys some. */
const printable = (text: string): string => text.replace(/\p{Cc}/gu, '�');

const lines = (all: readonly string[]): string => `${all.join('\n')}\n`;
