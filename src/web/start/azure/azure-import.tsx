/** Captures from Azure: what lies in storage, and capture sessions of Network Watcher. */
import { Button, Modal, Tabs } from '@mantine/core';
import { IconBrandAzure, IconDatabase, IconRadar2 } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { t } from '../../language/t.ts';
import { Browse } from './browse.tsx';
import { Connect, type Connected } from './connect.tsx';
import { NetworkWatcher } from './network-watcher.tsx';

interface Into {
  /** undefined: it makes a new one */
  readonly dataset: string | undefined;
  /** the name of the dataset */
  readonly into?: string;
}

export function AzureImport({
  dataset,
  into,
  opened,
  onClose,
}: Into & { readonly opened: boolean; readonly onClose: () => void }): ReactNode {
  const [connected, setConnected] = useState<Connected>();
  const close = () => {
    setConnected(undefined);
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={into === undefined ? t('Captures from Azure') : t('Add captures from Azure to “{into}”', { into })}
      size={820}
      closeButtonProps={{ 'aria-label': t('Close') }}
      keepMounted={false}
    >
      <Tabs defaultValue="storage" keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="storage" leftSection={<IconDatabase size={15} aria-hidden />}>
            {t('Storage')}
          </Tabs.Tab>
          <Tabs.Tab value="watcher" leftSection={<IconRadar2 size={15} aria-hidden />}>
            {t('Network Watcher')}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="storage">
          {connected === undefined ? (
            <Connect onConnected={setConnected} />
          ) : (
            <Browse connected={connected} dataset={dataset} onBack={() => setConnected(undefined)} onClose={close} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="watcher">
          <NetworkWatcher dataset={dataset} onClose={close} />
        </Tabs.Panel>
      </Tabs>
    </Modal>
  );
}

/** The button that opens it. */
export function AzureButton({
  dataset,
  into,
  size,
}: {
  readonly dataset?: string;
  readonly into?: string;
  readonly size?: string;
}): ReactNode {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        variant="default"
        {...(size === undefined ? {} : { size })}
        leftSection={<IconBrandAzure size={15} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t('Azure')}
      </Button>
      <AzureImport
        dataset={dataset}
        {...(into === undefined ? {} : { into })}
        opened={opened}
        onClose={() => setOpened(false)}
      />
    </>
  );
}
