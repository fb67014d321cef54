/** What is set for one dataset: how its packets become flows, and the user's own networks. */

import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { Dataset } from '#app/model.ts';
import { t } from '../language/t.ts';
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
        <Networks dataset={dataset.id} />
        <FlowSettings dataset={dataset} />
      </div>
    </Modal>
  );
}
