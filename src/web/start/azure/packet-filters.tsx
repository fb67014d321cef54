/** Which packets a capture session takes: those that match one of a few filters. */
import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { t } from '../../language/t.ts';
import css from './azure.module.css';
import type { PacketFilter } from './capture-wish.ts';

interface Props {
  readonly filters: readonly PacketFilter[];
  readonly onChange: (filters: readonly PacketFilter[]) => void;
}

export function PacketFilters({ filters, onChange }: Props) {
  const add = () => {
    const key = (filters.at(-1)?.key ?? 0) + 1;
    onChange([...filters, { key, protocol: 'any', localIp: '', localPort: '', remoteIp: '', remotePort: '' }]);
  };
  return (
    <fieldset className={css.filters}>
      <legend>{t('Only packets that match one of')}</legend>
      {filters.length === 0 && <p className={css.note}>{t('no filter: all packets')}</p>}
      {filters.map((one) => (
        <FilterRow
          key={one.key}
          filter={one}
          onChange={(part) => onChange(filters.map((old) => (old.key === one.key ? { ...old, ...part } : old)))}
          onRemove={() => onChange(filters.filter(({ key }) => key !== one.key))}
        />
      ))}
      <Button variant="subtle" size="compact-xs" leftSection={<IconPlus size={13} aria-hidden />} onClick={add}>
        {t('Add a filter')}
      </Button>
    </fieldset>
  );
}

function FilterRow({
  filter,
  onChange,
  onRemove,
}: {
  readonly filter: PacketFilter;
  readonly onChange: (part: Partial<PacketFilter>) => void;
  readonly onRemove: () => void;
}) {
  return (
    <div className={css.filter}>
      <Select
        aria-label={t('Protocol')}
        data={[{ value: 'any', label: t('any protocol') }, 'TCP', 'UDP']}
        allowDeselect={false}
        value={filter.protocol}
        onChange={(value) => onChange({ protocol: (value ?? 'any') as PacketFilter['protocol'] })}
      />
      <TextInput
        aria-label={t('Address of the machine')}
        placeholder={t('its address')}
        value={filter.localIp}
        onChange={(event) => onChange({ localIp: event.currentTarget.value })}
      />
      <TextInput
        aria-label={t('Port of the machine')}
        placeholder={t('its port: 80;443')}
        value={filter.localPort}
        onChange={(event) => onChange({ localPort: event.currentTarget.value })}
      />
      <TextInput
        aria-label={t('Address of the other end')}
        placeholder={t('other address')}
        value={filter.remoteIp}
        onChange={(event) => onChange({ remoteIp: event.currentTarget.value })}
      />
      <TextInput
        aria-label={t('Port of the other end')}
        placeholder={t('other port')}
        value={filter.remotePort}
        onChange={(event) => onChange({ remotePort: event.currentTarget.value })}
      />
      <ActionIcon variant="subtle" color="gray" aria-label={t('Remove this filter')} onClick={onRemove}>
        <IconX size={15} aria-hidden />
      </ActionIcon>
    </div>
  );
}
