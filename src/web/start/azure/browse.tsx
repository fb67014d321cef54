/** What lies in a container: as folders, searched, picked, imported together, or watched. */
import { Button, Checkbox, Group, Loader, TextInput } from '@mantine/core';
import { IconArrowLeft, IconChevronRight, IconEye, IconSearch } from '@tabler/icons-react';
import { type CSSProperties, type ReactNode, useMemo, useState } from 'react';
import { plural, t } from '../../language/t.ts';
import { told } from '../../language/told.ts';
import * as format from '../../style/format.ts';
import { useZoneChoice } from '../../style/zone.ts';
import css from './azure.module.css';
import { azure, type StorageBlob, wordsOf } from './calls.ts';
import type { Connected } from './connect.tsx';
import { useInto } from './into.ts';
import { canImport, type Folder, foldersOf, importable } from './tree.ts';

/** A folder shows so many files; the others are found by search. */
const MOST_SHOWN = 300;
/** Names that are loaded one page after the other without being asked. */
const MOST_LOADED = 50_000;

export function Browse({
  connected: { ask, listing, prefix },
  dataset,
  onBack,
  onClose,
}: {
  readonly connected: Connected;
  readonly dataset: string | undefined;
  readonly onBack: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const [blobs, setBlobs] = useState(listing.blobs);
  const [next, setNext] = useState(listing.next);
  const [search, setSearch] = useState('');
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState<'import' | 'watch' | 'load'>();
  const [fault, setFault] = useState<string>();
  const into = useInto(dataset);
  const words = search.trim().toLowerCase();
  const found = useMemo(() => (words === '' ? blobs : blobs.filter((blob) => matches(blob, words))), [blobs, words]);
  const root = useMemo(() => foldersOf(found), [found]);
  const chosen = useMemo(() => blobs.filter(({ path }) => picked.has(path)), [blobs, picked]);
  const attempt = async (what: 'import' | 'watch' | 'load', act: () => Promise<void>) => {
    setBusy(what);
    setFault(undefined);
    try {
      await act();
    } catch (cause) {
      setFault(wordsOf(cause));
    } finally {
      setBusy(undefined);
    }
  };
  const pick = (some: readonly StorageBlob[], isOn: boolean) =>
    setPicked((old) => {
      const now = new Set(old);
      for (const { path } of some) isOn ? now.add(path) : now.delete(path);
      return now;
    });
  const load = () =>
    attempt('load', async () => {
      const page = await azure.list(ask, {
        ...(prefix === '' ? {} : { prefix }),
        ...(next === undefined ? {} : { after: next }),
      });
      setBlobs((old) => [...old, ...page.blobs]);
      setNext(page.next);
    });
  const name = nameOf(chosen[0]);
  const bytes = chosen.reduce((sum, one) => sum + one.bytes, 0);
  return (
    <div className={css.form}>
      <div className={css.place}>
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconArrowLeft size={14} aria-hidden />}
          onClick={onBack}
        >
          {t('Another storage')}
        </Button>
        <span className={css.where} title={listing.shown}>
          {format.middle(`${listing.shown.replace(/^https?:\/\//, '')} › ${listing.container ?? ''}`, 70)}
        </span>
      </div>
      {blobs.length === 0 ? (
        <p className={css.note}>
          {prefix === ''
            ? t('This container is empty. A capture of Network Watcher appears when its session has ended.')
            : t('No name begins with “{prefix}”. Go back and widen it.', { prefix })}
        </p>
      ) : (
        <>
          <TextInput
            aria-label={t('Search names')}
            placeholder={t('Search: machine, day, name')}
            leftSection={<IconSearch size={15} aria-hidden />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          {found.length === 0 ? (
            <p className={css.note}>
              {t('No name has “{search}” in it: 0 of {n}.', { search: search.trim(), n: blobs.length })}
            </p>
          ) : (
            <ul className={css.tree} aria-label={t('Files in this container')}>
              <Inside folder={root} depth={0} picked={picked} pick={pick} isOpen={words !== '' || found.length <= 30} />
            </ul>
          )}
          <p className={css.note}>
            {words !== ''
              ? t('{part} of {all} files', { part: found.length, all: blobs.length })
              : next === undefined
                ? plural(blobs.length, '{n} file', '{n} files')
                : plural(blobs.length, 'the first {n} file; there are more', 'the first {n} files; there are more')}
            {next !== undefined && blobs.length < MOST_LOADED && (
              <Button variant="subtle" size="compact-xs" loading={busy === 'load'} onClick={() => void load()}>
                {t('Load more')}
              </Button>
            )}
          </p>
        </>
      )}
      {fault !== undefined && (
        <p className={css.fault} role="alert">
          {told(fault)}
        </p>
      )}
      <Group justify="space-between" gap="xs">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconEye size={14} aria-hidden />}
          loading={busy === 'watch'}
          disabled={busy !== undefined}
          title={t(
            'What is there, and what appears from now on, is imported when it is complete, until you end it under Imports.',
          )}
          onClick={() =>
            void attempt('watch', async () => {
              await into(prefix.replace(/\/$/, '').split('/').at(-1) || (listing.container ?? t('Azure')), (id) =>
                azure.watch(id, ask, prefix, false),
              );
              onClose();
            })
          }
        >
          {prefix === '' ? t('Watch this container') : t('Watch these names')}
        </Button>
        <Group gap="xs">
          <Button variant="default" size="xs" onClick={onClose}>
            {t('Cancel')}
          </Button>
          <Button
            size="xs"
            loading={busy === 'import'}
            disabled={chosen.length === 0 || busy !== undefined}
            onClick={() =>
              void attempt('import', async () => {
                await into(name, (id) =>
                  azure.import(
                    id,
                    ask,
                    chosen.map(({ path }) => path),
                  ),
                );
                onClose();
              })
            }
          >
            {chosen.length === 0
              ? t('Import')
              : plural(chosen.length, 'Import {n} file ({size})', 'Import {n} files ({size})', {
                  size: format.bytes(bytes),
                })}
          </Button>
        </Group>
      </Group>
      {busy === 'load' && <Loader size="xs" aria-label={t('Loading')} />}
    </div>
  );
}

interface InsideProps {
  readonly folder: Folder;
  readonly depth: number;
  readonly picked: ReadonlySet<string>;
  readonly pick: (blobs: readonly StorageBlob[], isOn: boolean) => void;
  readonly isOpen: boolean;
}

function Inside({ folder, ...rest }: InsideProps) {
  const shown = folder.blobs.slice(0, MOST_SHOWN);
  return (
    <>
      {folder.folders.map((one) => (
        <FolderRow key={one.key} folder={one} {...rest} />
      ))}
      {shown.map((blob) => (
        <FileRow
          key={blob.path}
          blob={blob}
          depth={rest.depth}
          isPicked={rest.picked.has(blob.path)}
          pick={rest.pick}
        />
      ))}
      {shown.length < folder.blobs.length && (
        <li className={css.note} style={indent(rest.depth)}>
          {t('{n} more: search for them', { n: folder.blobs.length - shown.length })}
        </li>
      )}
    </>
  );
}

const indent = (depth: number) => ({ '--depth': depth }) as CSSProperties;

function FolderRow({ folder, depth, picked, pick, isOpen: begins }: InsideProps) {
  const [opened, setOpened] = useState<boolean>();
  const isOpen = opened ?? begins;
  const all = useMemo(() => importable(folder), [folder]);
  const some = all.filter(({ path }) => picked.has(path)).length;
  const name = folder.names.join(' › ');
  const [zone] = useZoneChoice();
  return (
    <li>
      <div className={css.row} style={indent(depth)}>
        <Checkbox
          size="xs"
          aria-label={t('Pick all of {name}', { name })}
          checked={all.length > 0 && some === all.length}
          indeterminate={some > 0 && some < all.length}
          disabled={all.length === 0}
          onChange={(event) => pick(all, event.currentTarget.checked)}
        />
        <button type="button" className={css.folder} aria-expanded={isOpen} onClick={() => setOpened(!isOpen)}>
          <IconChevronRight size={14} aria-hidden className={isOpen ? css.turned : undefined} />
          <span className={css.name} title={name}>
            {folder.names.map((part) => format.middle(part, 48)).join(' › ')}
          </span>
        </button>
        <span className={css.count}>{plural(folder.count, '{n} file', '{n} files')}</span>
        <span className={css.size}>{format.bytes(folder.bytes)}</span>
        <span className={css.date}>{format.dateTime(folder.modified, zone === 'relative' ? 'utc' : zone, 0)}</span>
      </div>
      {isOpen && (
        <ul className={css.inside}>
          <Inside folder={folder} depth={depth + 1} picked={picked} pick={pick} isOpen={begins} />
        </ul>
      )}
    </li>
  );
}

function FileRow({
  blob,
  depth,
  isPicked,
  pick,
}: {
  readonly blob: StorageBlob;
  readonly depth: number;
  readonly isPicked: boolean;
  readonly pick: (blobs: readonly StorageBlob[], isOn: boolean) => void;
}) {
  const [zone] = useZoneChoice();
  const { path, place } = blob;
  const own = path.slice(path.lastIndexOf('/') + 1) || path;
  const name = place === undefined ? own : [place.time, place.nic, own].filter(Boolean).join('  ');
  const why = blob.archived
    ? t('archived: bring it back to a hot or cool tier first')
    : blob.bytes === 0
      ? t('empty')
      : undefined;
  return (
    <li className={css.row} style={indent(depth)}>
      <Checkbox
        size="xs"
        aria-label={t('Pick {name}', { name: path })}
        checked={isPicked}
        disabled={!canImport(blob)}
        onChange={(event) => pick([blob], event.currentTarget.checked)}
      />
      <span className={css.name} title={path}>
        {format.middle(name, 64)}
        {why !== undefined && <em className={css.why}> {why}</em>}
      </span>
      <span className={css.size}>{format.bytes(blob.bytes)}</span>
      <span className={css.date}>{format.dateTime(blob.modified, zone === 'relative' ? 'utc' : zone, 0)}</span>
    </li>
  );
}

function matches({ path, place }: StorageBlob, words: string): boolean {
  const text = `${path} ${place?.day ?? ''} ${place?.nic ?? ''}`.toLowerCase();
  return words.split(/\s+/).every((word) => text.includes(word));
}

/** Of a new dataset: the machine's, where the path tells one. */
function nameOf(blob: StorageBlob | undefined): string {
  if (blob === undefined) return t('Azure');
  if (blob.place !== undefined) return `${blob.place.target} ${blob.place.day}`;
  return blob.path.slice(blob.path.lastIndexOf('/') + 1).replace(/\.\w{2,6}$/, '') || t('Azure');
}
