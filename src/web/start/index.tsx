/** The start page: a way in for captures, and the datasets there are. */

import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { ImportTray } from '../app/imports.tsx';
import { PageTools } from '../app/page-tools.tsx';
import { plural, t } from '../language/t.ts';
import { useDatasets, useRefreshDatasets } from '../state/events.ts';
import { FailureNote, Skeleton } from '../style/view-frame.tsx';
import { createDataset, openSample, useOpenDataset } from './actions.ts';
import { AzureButton } from './azure/azure-import.tsx';
import { DatasetCard } from './dataset-card.tsx';
import { FilePicker } from './file-picker.tsx';
import { useImportFiles } from './import-files.ts';
import { LinkButton } from './link-import.tsx';
import { LiveButton } from './live/live-import.tsx';
import css from './start.module.css';

export default function StartPage(): ReactNode {
  const { datasets, loading, error } = useDatasets();
  const importFiles = useImportFiles();
  const open = useOpenDataset();
  const refresh = useRefreshDatasets();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const [naming, setNaming] = useState<string>();
  useDocumentTitle('Capscope');
  const attempt = async (act: () => Promise<void>) => {
    setBusy(true);
    setFault(undefined);
    try {
      await act();
    } catch (cause) {
      setFault(cause instanceof Error ? cause.message : String(cause));
    } finally {
      setBusy(false);
    }
  };
  const hasSample = datasets.some((one) => one.name === 'Sample');
  const firstRun = !loading && !error && datasets.length === 0;
  const newest = [...datasets].sort((a, b) => b.created - a.created);
  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1>
          <img src="/icon.svg" alt="" width={22} height={22} /> Capscope
        </h1>
        <div className={css.tools}>
          <ImportTray />
          <PageTools />
        </div>
      </header>
      <main className={css.main}>
        <section className={css.drop} aria-label={t('Import')}>
          <IconFileImport size={36} stroke={1.3} aria-hidden />
          <p className={css.invite}>{t('Drop captures here, or anywhere on the page')}</p>
          <div className={css.ways}>
            <FilePicker onFiles={(files) => void attempt(() => importFiles(files, undefined))}>
              {t('Choose files')}
            </FilePicker>
            <FilePicker folder variant="default" onFiles={(files) => void attempt(() => importFiles(files, undefined))}>
              {t('Choose a folder')}
            </FilePicker>
            <LinkButton />
            <AzureButton />
            <LiveButton />
            {!loading && !error && !hasSample && (
              <Button
                variant="default"
                loading={busy}
                onClick={() =>
                  void attempt(async () => {
                    const { dataset } = await openSample();
                    await refresh();
                    open(dataset.id);
                  })
                }
              >
                {t('Open the sample')}
              </Button>
            )}
          </div>
          <p className={css.kinds}>
            {t(
              'pcap, pcapng, Network Monitor, snoop and other captures, also compressed or in an archive, and flow logs of networks and clouds. Any size; formats are recognised by content, not by file name. They stay on the machine that runs Capscope.',
            )}
          </p>
          {fault !== undefined && (
            <p className={css.fault} role="alert">
              {fault}
            </p>
          )}
        </section>
        {error ? (
          <FailureNote error={error} retry={() => void refresh()} />
        ) : loading ? (
          <div className={css.grid}>
            <div className={css.card}>
              <Skeleton />
            </div>
          </div>
        ) : (
          <section aria-labelledby="datasets">
            <div className={css.bar}>
              <h2 id="datasets">
                {firstRun ? t('No datasets yet') : plural(datasets.length, '{n} dataset', '{n} datasets')}
              </h2>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconPlus size={14} />}
                disabled={busy}
                onClick={() =>
                  void attempt(async () => {
                    const made = await createDataset();
                    await refresh();
                    setNaming(made.id);
                  })
                }
              >
                {t('New dataset')}
              </Button>
            </div>
            {firstRun && (
              <p className="muted">
                {t('A dataset is a set of captures that you look at together. The first capture creates one.')}
              </p>
            )}
            <div className={css.grid}>
              {newest.map((dataset) => (
                <DatasetCard
                  key={dataset.id}
                  dataset={dataset}
                  naming={naming === dataset.id}
                  onNamed={() => setNaming(undefined)}
                />
              ))}
            </div>
          </section>
        )}
      </main>
    </div>
  );
}
