/** What is set for one dataset: its tags and note, the user's own networks, how its packets become flows. */

import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { Dataset } from '#app/model.ts';
import { t } from '../language/t.ts';
import { useDatasets } from '../state/events.ts';
import { DatasetMarks } from '../tags/own-marks.tsx';
import { FlowSettings } from './flow-settings.tsx';
import { Networks } from './networks.tsx';
import css from './settings.module.css';

export function DatasetSettings({
  dataset,
  opened,
  onClose,
}: {
  readonly dataset: Dataset;
  readonly opened: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const { datasets } = useDatasets();
  // those of other datasets are offered
  const known = [...new Set(datasets.flatMap(({ tags = [] }) => tags))].sort();
  const small = useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('Settings of “{name}”', { name: dataset.name })}
      size={860}
      fullScreen={small}
      closeButtonProps={{ 'aria-label': t('Close') }}
      keepMounted={false}
      // what is typed is not lost by a click beside it
      closeOnClickOutside={false}
    >
      <div className={css.parts}>
        <section className={css.part} aria-labelledby="own-tags">
          <h3 id="own-tags">{t('Tags and note of this dataset')}</h3>
          <DatasetMarks dataset={dataset} known={known} />
        </section>
        <Networks dataset={dataset.id} />
        <FlowSettings dataset={dataset} />
      </div>
    </Modal>
  );
}
