/** A dataset without flows: why, and what can be done about it. */

import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Dataset } from '#app/model.ts';
import { t } from '../language/t.ts';
import css from '../style/view-frame.module.css';
import { AzureButton } from './azure/azure-import.tsx';
import { FilePicker } from './file-picker.tsx';
import { useImportFiles } from './import-files.ts';
import { LinkButton } from './link-import.tsx';
import { LiveButton } from './live/live-import.tsx';

export function EmptyDataset({ dataset }: { readonly dataset: Dataset }): ReactNode {
  const importFiles = useImportFiles();
  const [fault, setFault] = useState<string>();
  const add = (files: readonly File[]) =>
    void importFiles(files, dataset.id).catch((cause: unknown) =>
      setFault(cause instanceof Error ? cause.message : String(cause)),
    );
  return (
    <div className={css.note}>
      <p>
        {dataset.importing
          ? t('The import has just begun; flows appear here as they are found.')
          : dataset.fileCount > 0
            ? t('None of the packets captured here belongs to a flow. Files shows what could be read of them.')
            : t('This dataset has no captures yet. Drop some anywhere on this page.')}
      </p>
      {!dataset.importing && (
        <div className={css.way}>
          <FilePicker size="xs" onFiles={add}>
            {t('Add captures')}
          </FilePicker>
          <LinkButton size="xs" dataset={dataset.id} into={dataset.name} />
          <AzureButton size="xs" dataset={dataset.id} into={dataset.name} />
          <LiveButton size="xs" dataset={dataset.id} into={dataset.name} />
          <Button size="xs" variant="default" renderRoot={(props) => <Link to="/" {...props} />}>
            {t('All datasets')}
          </Button>
        </div>
      )}
      {fault !== undefined && <p role="alert">{fault}</p>}
    </div>
  );
}
