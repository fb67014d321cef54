/** What goes on until it is ended: a port for senders, a capture on an interface, a watched folder. */
import { Modal, Tabs } from '@mantine/core';
import { IconWaveSine } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { t } from '../../language/t.ts';
import { DialogButton, type DialogButtonProps, type ImportDialogProps } from '../dialog-button.tsx';
import { CaptureForm } from './capture-form.tsx';
import { FolderForm } from './folder-form.tsx';
import { ListenForm } from './listen-form.tsx';

export function LiveImport({ dataset, into, opened, onClose }: ImportDialogProps): ReactNode {
  const form = { dataset, onClose };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={into === undefined ? t('Capture live or watch a folder') : t('Add live to “{into}”', { into })}
      size={640}
      closeButtonProps={{ 'aria-label': t('Close') }}
      keepMounted={false}
    >
      <Tabs defaultValue="capture" keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="capture">{t('Interface')}</Tabs.Tab>
          <Tabs.Tab value="listen">{t('PCAP-over-IP')}</Tabs.Tab>
          <Tabs.Tab value="folder">{t('Folder')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="capture">
          <CaptureForm {...form} />
        </Tabs.Panel>
        <Tabs.Panel value="listen">
          <ListenForm {...form} />
        </Tabs.Panel>
        <Tabs.Panel value="folder">
          <FolderForm {...form} />
        </Tabs.Panel>
      </Tabs>
    </Modal>
  );
}

/** The button that opens it. */
export const LiveButton = (props: DialogButtonProps): ReactNode => (
  <DialogButton {...props} icon={<IconWaveSine size={15} aria-hidden />} label={t('Live')} dialog={LiveImport} />
);
