/** The button that opens the settings of a dataset. */

import { Button } from '@mantine/core';
import { IconSettings } from '@tabler/icons-react';
import { type ReactNode, Suspense, useState } from 'react';
import type { Dataset } from '#app/model.ts';
import { t } from '../language/t.ts';
import { lazyPart } from '../state/part.ts';

/** Its code is fetched when it is opened first. */
const DatasetSettings = lazyPart(async () => ({ default: (await import('./dataset-settings.tsx')).DatasetSettings }));

export function LazySettings({
  dataset,
  opened,
  onClose,
}: {
  readonly dataset: Dataset;
  readonly opened: boolean;
  readonly onClose: () => void;
}): ReactNode {
  if (!opened) return null;
  return (
    <Suspense>
      <DatasetSettings dataset={dataset} opened onClose={onClose} />
    </Suspense>
  );
}

export function SettingsButton({ dataset }: { readonly dataset: Dataset }): ReactNode {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconSettings size={15} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t('Settings')}
      </Button>
      <LazySettings dataset={dataset} opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}
