/** A button that opens the system's file chooser. */
import { Button, type ButtonProps } from '@mantine/core';
import { type ReactNode, useRef } from 'react';

export function FilePicker({
  onFiles,
  folder = false,
  children,
  ...rest
}: ButtonProps & {
  readonly onFiles: (files: readonly File[]) => void;
  /** chooses a folder: all files in it and below it */
  readonly folder?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...rest} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        {...(folder ? { webkitdirectory: '' } : {})}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
