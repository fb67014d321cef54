/** Which columns the flow table has: searchable, by section. */

import { Button, Checkbox, Popover, ScrollArea, TextInput } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../../language/t.ts';
import { COLUMNS, type Column, DEFAULT_KEYS } from './columns.ts';
import css from './flows.module.css';

interface Props {
  readonly columns: readonly Column[];
  readonly onChange: (keys: readonly string[]) => void;
}

export function ColumnChooser({ columns, onChange }: Props) {
  const [search, setSearch] = useState('');
  const chosen = new Set(columns.map((column) => column.key));
  const wanted = search.trim().toLowerCase();
  const found = COLUMNS.filter((column) =>
    `${column.key} ${column.label} ${column.about}`.toLowerCase().includes(wanted),
  );
  const sections = [...new Set(found.map((column) => column.section))];
  const keys = columns.map((column) => column.key);
  const toggle = (key: string) => {
    if (!chosen.has(key)) onChange(withColumn(keys, key));
    else if (keys.length > 1) onChange(keys.filter((one) => one !== key));
  };
  return (
    <Popover position="bottom-end" width={340} trapFocus returnFocus>
      <Popover.Target>
        <Button size="compact-xs" variant="default" leftSection={<IconColumns3 size={14} stroke={1.7} />}>
          {t('Columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label={t('Columns')}>
        <TextInput
          size="xs"
          placeholder={t('Search columns')}
          aria-label={t('Search columns')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          data-autofocus
        />
        <ScrollArea.Autosize mah="56dvh" type="auto" offsetScrollbars mt={6}>
          {sections.map((section) => (
            <fieldset key={section} className={css.section}>
              <legend>{section}</legend>
              {found
                .filter((column) => column.section === section)
                .map((column) => (
                  <Checkbox
                    key={column.key}
                    size="xs"
                    label={column.label}
                    title={column.about}
                    description={column.field ? <span className="mono">{column.key}</span> : undefined}
                    classNames={{ root: css.choice, description: css.choiceKey, body: css.choiceBody }}
                    checked={chosen.has(column.key)}
                    onChange={() => toggle(column.key)}
                  />
                ))}
            </fieldset>
          ))}
          {found.length === 0 && <p className="muted">{t('There is no such column.')}</p>}
        </ScrollArea.Autosize>
        <Button size="compact-xs" variant="subtle" mt={6} onClick={() => onChange(DEFAULT_KEYS)}>
          {t('Columns as at first')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}

/** A new column stands after its nearest neighbour of the field table that is shown, as at first where it was there at first. */
function withColumn(keys: readonly string[], key: string): readonly string[] {
  const order = DEFAULT_KEYS.includes(key) ? DEFAULT_KEYS : COLUMNS.map((column) => column.key);
  const before = order.slice(0, order.indexOf(key)).reverse();
  const neighbour = before.find((one) => keys.includes(one));
  const at = neighbour === undefined ? 0 : keys.indexOf(neighbour) + 1;
  return [...keys.slice(0, at), key, ...keys.slice(at)];
}
