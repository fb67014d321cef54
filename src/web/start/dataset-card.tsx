/** A dataset at a glance: its traffic over time, its largest applications, span and size; rename, add to, delete. */

import { ActionIcon, Button, Group, Menu, Modal } from '@mantine/core';
import {
  IconDots,
  IconFilePlus,
  IconLink,
  IconPencil,
  IconSettings,
  IconTrash,
  IconWaveSine,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useRef, useState } from 'react';
import type { Dataset } from '#app/model.ts';
import guess from '../chart/guess.module.css';
import { GuessSign } from '../chart/guess.tsx';
import { plural, t } from '../language/t.ts';
import { LazySettings } from '../settings/settings-button.tsx';
import { useJobs, useRefreshDatasets } from '../state/events.ts';
import * as format from '../style/format.ts';
import { useChartColors } from '../style/theme.ts';
import { useZone } from '../style/zone.ts';
import { TagChips } from '../tags/tag-chips.tsx';
import { deleteDataset, renameDataset } from './actions.ts';
import { DatasetName } from './dataset-name.tsx';
import { useImportFiles } from './import-files.ts';
import { LinkImport } from './link-import.tsx';
import { LiveImport } from './live/live-import.tsx';
import { Sparkline } from './sparkline.tsx';
import css from './start.module.css';

export function DatasetCard({
  dataset,
  naming,
  onNamed,
}: {
  readonly dataset: Dataset;
  /** begins with its name being edited */
  readonly naming: boolean;
  readonly onNamed: () => void;
}): ReactNode {
  const [renaming, setRenaming] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const [linking, setLinking] = useState(false);
  const [live, setLive] = useState(false);
  const [setting, setSetting] = useState(false);
  const refresh = useRefreshDatasets();
  const importFiles = useImportFiles();
  const picker = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<string>();
  return (
    <article className={css.card} data-dataset={dataset.id} aria-label={dataset.name}>
      <div className={css.title}>
        {renaming || naming ? (
          <DatasetName
            name={dataset.name}
            onRename={async (name) => {
              await renameDataset(dataset.id, name);
              await refresh();
            }}
            onEnd={() => {
              setRenaming(false);
              onNamed();
            }}
          />
        ) : (
          <Link
            className={css.link!}
            to={'/d/$dataset' as string}
            params={{ dataset: dataset.id } as never}
            title={dataset.name}
          >
            {dataset.name}
          </Link>
        )}
        <Menu position="bottom-end" width={180} returnFocus={false}>
          <Menu.Target>
            <ActionIcon
              className={css.menu}
              variant="subtle"
              color="gray"
              aria-label={t('More about {name}', { name: dataset.name })}
            >
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconFilePlus size={15} />} onClick={() => picker.current?.click()}>
              {t('Add captures')}
            </Menu.Item>
            <Menu.Item leftSection={<IconLink size={15} />} onClick={() => setLinking(true)}>
              {t('Add by link')}
            </Menu.Item>
            <Menu.Item leftSection={<IconWaveSine size={15} />} onClick={() => setLive(true)}>
              {t('Add live')}
            </Menu.Item>
            <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setRenaming(true)}>
              {t('Rename')}
            </Menu.Item>
            <Menu.Item leftSection={<IconSettings size={15} />} onClick={() => setSetting(true)}>
              {t('Settings')}
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash size={15} />} c="var(--fault)" onClick={() => setDeleting(true)}>
              {t('Delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={t('Captures to add to {name}', { name: dataset.name })}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          importFiles(files, dataset.id).catch((cause: unknown) => setFault(String(cause)));
        }}
      />
      {(dataset.tags !== undefined || dataset.note !== undefined) && (
        <div className={css.marks}>
          <TagChips tags={dataset.tags ?? []} />
          {dataset.note !== undefined && <p title={dataset.note}>{dataset.note}</p>}
        </div>
      )}
      <Contents dataset={dataset} />
      <LinkImport dataset={dataset.id} into={dataset.name} opened={linking} onClose={() => setLinking(false)} />
      <LiveImport dataset={dataset.id} into={dataset.name} opened={live} onClose={() => setLive(false)} />
      <LazySettings dataset={dataset} opened={setting} onClose={() => setSetting(false)} />
      {fault !== undefined && (
        <p className={css.fault} role="alert">
          {fault}
        </p>
      )}
      <Modal
        opened={deleting}
        onClose={() => setDeleting(false)}
        title={t('Delete “{name}”?', { name: dataset.name })}
        centered
      >
        <p className={css.ask}>
          {dataset.fileCount === 0
            ? t('It holds no captures.')
            : plural(
                dataset.fileCount,
                'Its {flows} and its copy of {n} capture are deleted for good. Your own files stay.',
                'Its {flows} and its copies of {n} captures are deleted for good. Your own files stay.',
                { flows: format.counted(dataset.flows, 'flow') },
              )}
        </p>
        {fault !== undefined && <p className={css.fault}>{fault}</p>}
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" size="xs" onClick={() => setDeleting(false)} data-autofocus>
            {t('Keep it')}
          </Button>
          <Button
            color="red.9"
            size="xs"
            onClick={() =>
              void deleteDataset(dataset.id)
                .then(refresh)
                .then(() => setDeleting(false))
                .catch((cause: unknown) => setFault(cause instanceof Error ? cause.message : String(cause)))
            }
          >
            {t('Delete it')}
          </Button>
        </Group>
      </Modal>
    </article>
  );
}

function Contents({ dataset }: { readonly dataset: Dataset }) {
  const [zone] = useZone();
  const running = useJobs().filter((job) => job.dataset === dataset.id && job.state === 'running');
  const read = running.reduce((sum, job) => sum + job.bytesRead, 0);
  const toRead = running.reduce((sum, job) => sum + (job.bytesTotal ?? job.bytesRead), 0);
  if (dataset.fileCount === 0 && dataset.flows === 0 && !dataset.importing)
    return <p className={css.nothing}>{t('No captures yet. Drop some here.')}</p>;
  const { first, last } = dataset;
  const seconds = first !== undefined && last !== undefined ? (last - first) / 1000 : undefined;
  return (
    <>
      <Sparkline values={dataset.sparkline} />
      <AppsBar dataset={dataset} />
      <dl className={css.facts}>
        <div className={css.wide}>
          <dt>{t('Time ({zone})', { zone: format.zoneName(zone, first ?? 0) })}</dt>
          <dd>
            {first === undefined || seconds === undefined
              ? '–'
              : t('{first}, for {seconds}', {
                  first: format.dateTime(first, zone, 0),
                  seconds: format.round(format.duration(seconds)),
                })}
          </dd>
        </div>
        <Fact name={t('On the wire')} value={format.bytes(dataset.bytes)} exact={format.exactBytes(dataset.bytes)} />
        <Fact name={t('Packets')} value={format.count(dataset.packets)} exact={format.exact(dataset.packets)} />
        <Fact name={t('Flows')} value={format.count(dataset.flows)} exact={format.exact(dataset.flows)} />
        <Fact name={t('Files')} value={format.count(dataset.fileCount)} exact={format.exact(dataset.fileCount)} />
      </dl>
      {dataset.importing && (
        <p className={css.importing} role="status">
          {toRead > 0
            ? t('Importing: {read} of {all}', { read: format.bytes(read), all: format.bytes(toRead) })
            : t('Importing')}
        </p>
      )}
    </>
  );
}

const Fact = ({ name, value, exact }: { readonly name: string; readonly value: string; readonly exact: string }) => (
  <div title={exact}>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);

function AppsBar({ dataset }: { readonly dataset: Dataset }) {
  const colors = useChartColors();
  const named = dataset.topApps.filter((one) => one.bytes > 0);
  const rest = Math.max(0, dataset.bytes - named.reduce((sum, one) => sum + one.bytes, 0));
  const parts: readonly { app?: string | undefined; bytes: number; guessed?: true }[] = [
    ...named,
    ...(rest > dataset.bytes / 1000 ? [{ app: undefined, bytes: rest }] : []),
  ];
  if (parts.length === 0) return null;
  return (
    <div className={css.apps}>
      <div className={css.stack} aria-hidden>
        {parts.map(({ app, bytes, guessed }) => (
          <i
            key={app ?? 'other'}
            className={guessed ? guess.over : undefined}
            title={`${app || t('other')}: ${format.bytes(bytes)}`}
            style={{ flexGrow: bytes, backgroundColor: colors.app(app) }}
          />
        ))}
      </div>
      <ul aria-label={t('Largest applications')}>
        {named.slice(0, 4).map(({ app, bytes, guessed }) => (
          <li key={app}>
            <i style={{ background: colors.app(app) }} aria-hidden /> {app || t('not known')}
            {guessed && <GuessSign />} <span>{format.share(bytes, dataset.bytes)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
