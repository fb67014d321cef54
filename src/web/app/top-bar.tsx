/** Dataset, filter, and the page's own settings. */

import { Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import {
  IconCheck,
  IconChevronDown,
  IconDatabase,
  IconLink,
  IconPlus,
  IconSettings,
  IconWaveSine,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { t } from '../language/t.ts';
import { LazySettings } from '../settings/settings-button.tsx';
import { LinkImport } from '../start/link-import.tsx';
import { LiveImport } from '../start/live/live-import.tsx';
import { useDataset, useDatasets } from '../state/events.ts';
import { lazyPart } from '../state/part.ts';
import { useScope } from '../state/scope.ts';
import * as format from '../style/format.ts';
import { TagChips } from '../tags/tag-chips.tsx';
import { ImportProgress, ImportTray } from './imports.tsx';
import { PageTools } from './page-tools.tsx';
import css from './top-bar.module.css';

// the editor is a third of the page's code; the pictures need not wait for it
const FilterBar = lazyPart(() => import('../filter/filter-bar.tsx'));

export function TopBar({ plain }: { readonly plain: boolean }) {
  return (
    <header className={css.bar} data-screen>
      <ImportProgress />
      <Title />
      <DatasetSwitch />
      <div className={css.filter} data-plain={plain || undefined}>
        {!plain && (
          <Suspense>
            <FilterBar />
          </Suspense>
        )}
      </div>
      <div className={css.tools}>
        <ImportTray />
        <PageTools />
      </div>
    </header>
  );
}

function Title() {
  const { dataset: id, view } = useScope();
  const dataset = useDataset(id);
  return (
    <VisuallyHidden>
      <h1>
        {dataset?.name ?? 'Capscope'}, {view}
      </h1>
    </VisuallyHidden>
  );
}

function DatasetSwitch() {
  const { dataset: id, view } = useScope();
  const { datasets } = useDatasets();
  const current = datasets.find((one) => one.id === id);
  const [linking, setLinking] = useState(false);
  const [live, setLive] = useState(false);
  const [setting, setSetting] = useState(false);
  return (
    <>
      <Menu position="bottom-start" width={340}>
        <Menu.Target>
          <UnstyledButton
            className={css.dataset}
            aria-label={t('Dataset: {name}', { name: current?.name ?? t('none') })}
            title={current?.name}
          >
            <IconDatabase size={16} stroke={1.6} aria-hidden />
            <span className={css.name}>{current ? format.middle(current.name, 34) : '…'}</span>
            <IconChevronDown size={14} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown style={{ maxHeight: '70dvh', overflow: 'auto' }}>
          {datasets.map((one) => (
            <Menu.Item
              key={one.id}
              renderRoot={(props) => (
                <Link to="/d/$dataset/$view" params={{ dataset: one.id, view: view || 'overview' }} {...props} />
              )}
              leftSection={
                one.id === id ? (
                  <IconCheck size={15} aria-label={t('shown')} />
                ) : (
                  <span style={{ width: 15, display: 'block' }} />
                )
              }
            >
              <span className={css.choice}>
                <span style={{ overflowWrap: 'anywhere' }}>{one.name}</span>
                <span className={css.size}>
                  {format.counted(one.flows, 'flow')} · {format.bytes(one.bytes)}
                  {one.importing ? ` · ${t('importing')}` : ''}
                </span>
                <TagChips tags={one.tags ?? []} />
              </span>
            </Menu.Item>
          ))}
          <Menu.Divider />
          {current && (
            <Menu.Item leftSection={<IconLink size={15} />} onClick={() => setLinking(true)}>
              {t('Add captures by link')}
            </Menu.Item>
          )}
          {current && (
            <Menu.Item leftSection={<IconWaveSine size={15} />} onClick={() => setLive(true)}>
              {t('Capture live or watch a folder')}
            </Menu.Item>
          )}
          {current && (
            <Menu.Item leftSection={<IconSettings size={15} />} onClick={() => setSetting(true)}>
              {t('Settings of this dataset')}
            </Menu.Item>
          )}
          <Menu.Item renderRoot={(props) => <Link to="/" {...props} />} leftSection={<IconPlus size={15} />}>
            {t('Import a capture, manage datasets')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {current && (
        <LinkImport dataset={current.id} into={current.name} opened={linking} onClose={() => setLinking(false)} />
      )}
      {current && <LiveImport dataset={current.id} into={current.name} opened={live} onClose={() => setLive(false)} />}
      {current && <LazySettings dataset={current} opened={setting} onClose={() => setSetting(false)} />}
    </>
  );
}
