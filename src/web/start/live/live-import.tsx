/** What goes on until it is ended: a port for senders, a capture on an interface, a watched folder. */
import { Button, Modal, Tabs } from '@mantine/core';
import { IconWaveSine } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { t } from '../../language/t.ts';
import { CaptureForm } from './capture-form.tsx';
import { FolderForm } from './folder-form.tsx';
import { ListenForm } from './listen-form.tsx';

interface Into {
  /** undefined: it makes a new one */
  readonly dataset: string | undefined;
  /** the name of the dataset */
  readonly into?: string;
}

export function LiveImport({
  dataset,
  into,
  opened,
  onClose,
}: Into & { readonly opened: boolean; readonly onClose: () => void }): ReactNode {
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
export function LiveButton({
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
        leftSection={<IconWaveSine size={15} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t('Live')}
      </Button>
      <LiveImport
        dataset={dataset}
        {...(into === undefined ? {} : { into })}
        opened={opened}
        onClose={() => setOpened(false)}
      />
    </>
  );
}
