/** What the forms share: beginning, the fault in words, the two buttons. */
import { Button, Group, Select } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { t } from '../../language/t.ts';
import { told } from '../../language/told.ts';
import { useBegin, type Wish } from './begin.ts';
import css from './live.module.css';

export interface FormProps {
  readonly dataset: string | undefined;
  readonly onClose: () => void;
}

export function Form({
  dataset,
  onClose,
  wish,
  name,
  verb,
  children,
}: FormProps & {
  /** undefined: something is missing yet */
  readonly wish: Wish | undefined;
  /** of a new dataset */
  readonly name: string;
  readonly verb: string;
  readonly children: ReactNode;
}): ReactNode {
  const begin = useBegin();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const send = async () => {
    if (wish === undefined || busy) return;
    setBusy(true);
    setFault(undefined);
    try {
      await begin(wish, name, dataset);
      onClose();
    } catch (cause) {
      setFault(cause instanceof Error ? cause.message : String(cause));
      setBusy(false);
    }
  };
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {children}
      {fault !== undefined && (
        <p className={css.fault} role="alert">
          {told(fault)}
        </p>
      )}
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" size="xs" onClick={onClose}>
          {t('Cancel')}
        </Button>
        <Button type="submit" size="xs" loading={busy} disabled={wish === undefined}>
          {verb}
        </Button>
      </Group>
    </form>
  );
}

const GIGABYTE = 1e9;

/** How many packets are kept on the disk; bytes, 'all' = all of them. */
export function KeepSelect({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}): ReactNode {
  return (
    <Select
      label={t('Packets kept')}
      description={t('Older packets are deleted from the disk; their flows stay.')}
      allowDeselect={false}
      data={[
        { value: String(GIGABYTE), label: t('the last {size}', { size: '1 GB' }) },
        { value: String(10 * GIGABYTE), label: t('the last {size}', { size: '10 GB' }) },
        { value: String(100 * GIGABYTE), label: t('the last {size}', { size: '100 GB' }) },
        { value: 'all', label: t('all, until the disk is full') },
      ]}
      value={value}
      onChange={(chosen) => chosen !== null && onChange(chosen)}
    />
  );
}

/** For the request; where nothing is said, a capture keeps 10 GB and a port all. */
export const keepBytes = (value: string): number => (value === 'all' ? Number.MAX_SAFE_INTEGER : Number(value));
