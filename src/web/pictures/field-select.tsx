/** Chooses a field to group by, from the field table. */

import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { FIELD_BY_KEY, FIELDS } from '#fields/table.ts';
import { aboutOf, labelOf } from '../language/fields.ts';
import { textFor } from '../language/t.ts';

export function FieldSelect({
  label,
  value,
  onChange,
  none,
  isOffered = () => true,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (key: string) => void;
  /** words for no field; without them one must be chosen */
  readonly none?: string;
  readonly isOffered?: (key: string) => boolean;
}) {
  const data = useMemo(() => {
    const offered = FIELDS.filter((field) => field.groups && isOffered(field.key));
    const sections = [...new Set(offered.map((field) => field.section))];
    return [
      ...(none === undefined ? [] : [{ value: '', label: none }]),
      ...sections.map((section) => ({
        group: textFor(section),
        items: offered
          .filter((field) => field.section === section)
          .map((field) => ({ value: field.key, label: labelOf(field) })),
      })),
    ];
  }, [none, isOffered]);
  const field = FIELD_BY_KEY.get(value);
  return (
    <Select
      size="xs"
      aria-label={label}
      title={field ? aboutOf(field) : label}
      data={data}
      value={value}
      onChange={(next) => next !== null && onChange(next)}
      allowDeselect={false}
      searchable
      maxDropdownHeight={320}
      comboboxProps={{ width: 220, position: 'bottom-start' }}
      w={150}
    />
  );
}
