/** capscope azure list and import: what lies in a storage. */
import { readFileSync } from 'node:fs';
import type { StorageAsk, StorageBlob, StorageListing } from '#app/azure/storage.ts';
import { nameAfter } from '#base/capture-name.ts';
import { AppError } from '#base/errors.ts';
import { isConnectionString } from '#sources/azure/address.ts';
import { type AzureAsk, askAzure } from '../../azure-door.ts';
import { DECODE_OPTIONS, readSettings } from '../../decode-options.ts';
import { fetchOptions } from '../../fetch-options.ts';
import { bytes } from '../../format.ts';
import { chooseDataset, followImport, importText } from '../../import-files.ts';
import { readArguments, readChoice, usage } from '../../usage.ts';
import { DOOR_OPTIONS, withDoors } from './doors.ts';
import { SIGN_IN_OPTIONS, signIn } from './sign-in.ts';

/** Names that are imported at once; more are picked by a longer prefix. */
const MOST_IMPORTED = 1000;
const MOST_LISTED = 100_000;

export const STORAGE_OPTIONS = {
  from: { type: 'string' },
  container: { type: 'string' },
  prefix: { type: 'string' },
  'sign-in': { type: 'boolean' },
  ...SIGN_IN_OPTIONS,
} as const;

export async function list(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    ...STORAGE_OPTIONS,
    format: { type: 'string' },
    'allow-net': { type: 'string' },
  });
  const ask = storageAsk(positionals, values);
  const format = readChoice(values.format, ['table', 'json'], 'format');
  const azure = askAzure(fetchOptions(values['allow-net']));
  if (ask.signedIn) await signIn(azure, values);
  const listing = await listAll(azure, ask, values.prefix, MOST_LISTED);
  process.stdout.write(format === 'json' ? `${JSON.stringify(listing)}\n` : listingText(listing));
}

export async function importBlobs(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    ...STORAGE_OPTIONS,
    dataset: { type: 'string', short: 'd' },
    ...DECODE_OPTIONS,
    again: { type: 'boolean' },
    ...DOOR_OPTIONS,
  });
  const ask = storageAsk(positionals, values);
  await withDoors(values, async ({ door, azure }) => {
    if (ask.signedIn) await signIn(azure, values);
    const listing = await listAll(azure, ask, values.prefix, MOST_IMPORTED);
    const paths = importable(listing, values.prefix);
    const target = await chooseDataset(door, values.dataset, [nameOfFirst(paths[0]!)], readSettings(values));
    const before = new Set(target.isNew ? [] : (await door.files(target.dataset.id)).map((file) => file.id));
    const imported = await followImport(door, target, () =>
      azure.importBlobs(target.dataset.id, ask, paths, values.again === true),
    );
    const files = await door.files(target.dataset.id);
    process.stdout.write(
      importText(
        imported,
        files.filter((file) => !before.has(file.id)),
      ),
    );
    if (door.address !== undefined) process.stdout.write(`See ${door.address}/d/${target.dataset.id}\n`);
  });
}

const nameOfFirst = (path: string): string => nameAfter(path.slice(path.lastIndexOf('/') + 1) || path);

function importable(listing: StorageListing, prefix: string | undefined): readonly string[] {
  if (listing.container === undefined)
    throw usage(`say which container with --container: ${listing.containers.join(', ') || 'there is none'}`);
  const wanted = listing.blobs.filter((blob) => !blob.archived && blob.bytes > 0);
  if (wanted.length === 0)
    throw new AppError('NOT_FOUND', { what: `anything to import below ${JSON.stringify(prefix ?? '')}` });
  if (listing.next !== undefined)
    throw usage(`more than ${MOST_IMPORTED} blobs begin like that; name fewer with a longer --prefix`);
  return wanted.map(({ path }) => path);
}

interface AddressChoices {
  readonly from?: string | undefined;
  readonly container?: string | undefined;
  readonly 'sign-in'?: boolean | undefined;
  readonly code?: boolean | undefined;
  readonly 'client-id'?: string | undefined;
}

/** A link or a connection string: from the command line, or better from a file ("-" is standard input). */
export function storageAsk(
  positionals: readonly string[],
  choices: AddressChoices,
): StorageAsk & { readonly signedIn: boolean } {
  const { from, container } = choices;
  const signedIn = choices['sign-in'] === true || choices.code === true || choices['client-id'] !== undefined;
  if (positionals.length > 1) throw usage('capscope azure takes one address');
  if ((positionals.length === 1) === (from !== undefined))
    throw usage(
      'capscope azure needs an address: a link with a SAS, one of a storage with --sign-in, or --from FILE with one or a connection string',
    );
  let address = positionals[0] ?? '';
  if (from !== undefined) {
    try {
      address = readFileSync(from === '-' ? 0 : from, 'utf8').trim();
    } catch {
      throw usage(`--from ${from}: the file cannot be read`);
    }
  }
  if (signedIn && isConnectionString(address))
    throw usage('a connection string is its own sign-in: leave out --sign-in');
  return { address, container, signedIn };
}

/** All pages together, `most` names at most; then `next` is left. */
async function listAll(
  azure: AzureAsk,
  ask: StorageAsk,
  prefix: string | undefined,
  most: number,
): Promise<StorageListing> {
  let all = await azure.list(ask, { prefix });
  while (all.next !== undefined && all.blobs.length + all.containers.length < most) {
    const { next: _, ...soFar } = all;
    const page = await azure.list(ask, { prefix, after: all.next });
    all = {
      ...soFar,
      containers: [...all.containers, ...page.containers],
      blobs: [...all.blobs, ...page.blobs],
      ...(page.next === undefined ? {} : { next: page.next }),
    };
  }
  return all;
}

function listingText({ shown, container, containers, blobs: found, next }: StorageListing): string {
  const more = next === undefined ? [] : ['There are more; name fewer with --prefix.'];
  if (container === undefined) return lines([`${shown}: ${containers.length} containers`, ...containers, ...more]);
  const head = `${shown} ${container}: ${found.length} ${found.length === 1 ? 'blob' : 'blobs'}`;
  return lines([head, ...groupsOf(found), ...more]);
}

/** By subscription, group, machine and day, where paths tell them; the rest by their names. */
function groupsOf(found: readonly StorageBlob[]): readonly string[] {
  const groups = Map.groupBy(found, ({ place }) =>
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
      return `${what}  ${bytes(size)}${archived ? '  archived: cannot be read now' : ''}`;
    }),
  ]);
}

/** Names of blobs may hold any letter; a terminal obeys some. */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, '�');

const lines = (all: readonly string[]): string => `${all.join('\n')}\n`;
