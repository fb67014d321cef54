/** A button that opens the system's file chooser. */
import { Button, type ButtonProps } from '@mantine/core';
import { type ReactNode, useRef } from 'react';

export function FilePicker({
  onFiles,
  children,
  ...rest
}: ButtonProps & {
  readonly onFiles: (files: readonly File[]) => void;
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
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
