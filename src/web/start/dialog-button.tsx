/** A button that opens one of the dialogs that captures come in by. */
import { Button } from '@mantine/core';
import { type FunctionComponent, type ReactNode, useState } from 'react';

export interface ImportDialogProps {
  /** id of the dataset it imports into; undefined: a new one */
  readonly dataset: string | undefined;
  /** name of that dataset */
  readonly into?: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export interface DialogButtonProps {
  readonly dataset?: string;
  readonly into?: string;
  readonly size?: string;
}

export function DialogButton({
  dataset,
  into,
  size,
  icon,
  label,
  dialog: Dialog,
}: DialogButtonProps & {
  readonly icon: ReactNode;
  readonly label: string;
  readonly dialog: FunctionComponent<ImportDialogProps>;
}): ReactNode {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        variant="default"
        {...(size === undefined ? {} : { size })}
        leftSection={icon}
        onClick={() => setOpened(true)}
      >
        {label}
      </Button>
      <Dialog
        dataset={dataset}
        {...(into === undefined ? {} : { into })}
        opened={opened}
        onClose={() => setOpened(false)}
      />
    </>
  );
}
