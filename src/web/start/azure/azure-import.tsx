/** Captures from Azure: what lies in storage, and capture sessions of Network Watcher. */
import { Modal, Tabs } from '@mantine/core';
import { IconBrandAzure, IconDatabase, IconRadar2 } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { t } from '../../language/t.ts';
import { DialogButton, type DialogButtonProps, type ImportDialogProps } from '../dialog-button.tsx';
import { Browse } from './browse.tsx';
import { Connect, type Connected } from './connect.tsx';
import { NetworkWatcher } from './network-watcher.tsx';

function AzureImport({ dataset, into, opened, onClose }: ImportDialogProps): ReactNode {
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
export const AzureButton = (props: DialogButtonProps): ReactNode => (
  <DialogButton {...props} icon={<IconBrandAzure size={15} aria-hidden />} label={t('Azure')} dialog={AzureImport} />
);
