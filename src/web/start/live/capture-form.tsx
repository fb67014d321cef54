/** A capture on an interface of the machine that runs Capscope. */
import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { t } from '../../language/t.ts';
import { told } from '../../language/told.ts';
import { interfaces } from './begin.ts';
import { Form, type FormProps, KeepSelect, keepBytes } from './form.tsx';
import css from './live.module.css';

export function CaptureForm(props: FormProps): ReactNode {
  const { data, error, isPending } = useQuery({
    queryKey: ['interfaces'],
    queryFn: ({ signal }) => interfaces(signal),
    retry: false,
    staleTime: 0,
  });
  const [chosen, setChosen] = useState<string | null>(null);
  const [filter, setFilter] = useState('');
  const [keep, setKeep] = useState(String(10e9));
  if (error !== null)
    return (
      <p className={css.note} role="alert">
        {told(error.message)}
      </p>
    );
  return (
    <Form
      {...props}
      name={chosen ?? ''}
      verb={t('Start capturing')}
      wish={
        chosen === null
          ? undefined
          : { kind: 'capture', body: { interface: chosen, filter, keepBytes: keepBytes(keep) } }
      }
    >
      <p className={css.note}>{t('On the machine that runs Capscope, with dumpcap or tcpdump.')}</p>
      <Select
        label={t('Interface')}
        placeholder={isPending ? t('looking for interfaces') : t('Choose an interface')}
        searchable
        data-autofocus
        data={(data ?? []).map(({ name, about }) => ({
          value: name,
          label: about === undefined ? name : `${name} (${about})`,
        }))}
        value={chosen}
        onChange={setChosen}
      />
      <TextInput
        label={t('Capture filter')}
        description={t('As tcpdump has it; empty captures all packets.')}
        placeholder="tcp port 443 and host 10.0.0.4"
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: css.mono! }}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
      <KeepSelect value={keep} onChange={setKeep} />
    </Form>
  );
}
