/** Saved views and filters, and the filters used last. */

import { ActionIcon, Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { IconStar, IconX } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { t } from '../language/t.ts';
import { useRecent, useSaved } from '../state/saved.ts';
import { useScope } from '../state/scope.ts';
import { middle } from '../style/format.ts';
import css from './saved-menu.module.css';

export function SavedMenu() {
  const { filter, setFilter } = useScope();
  const { saved, save, forget, addressOf } = useSaved();
  const recent = useRecent();
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const [everywhere, setEverywhere] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    save(name.trim(), everywhere);
    setName('');
  };
  const others = recent.filter((one) => one !== filter);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={340} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={26}
          aria-label={t('Saved views and filters')}
          title={t('Saved views and filters')}
          onClick={() => setOpened(!opened)}
        >
          <IconStar size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={10} aria-label={t('Saved views and filters')}>
        <form className={css.form} onSubmit={submit}>
          <TextInput
            size="xs"
            placeholder={t('Name for what you see')}
            aria-label={t('Name for what you see')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <Button size="xs" type="submit" disabled={name.trim() === ''}>
            {t('Save')}
          </Button>
        </form>
        <Checkbox
          size="xs"
          mt={6}
          label={t('for all datasets (without the time)')}
          checked={everywhere}
          onChange={(event) => setEverywhere(event.currentTarget.checked)}
        />
        {saved.length > 0 && <h3 className={css.heading}>{t('Saved')}</h3>}
        <ul className={css.list} aria-label={t('Saved')}>
          {saved.map((one) => (
            <li key={`${one.dataset} ${one.name}`}>
              <button
                type="button"
                title={one.search.q ?? t('no filter')}
                onClick={() => {
                  setOpened(false);
                  void navigate({ href: addressOf(one) });
                }}
              >
                <b>{one.name}</b>
                <span>
                  {one.view}
                  {one.dataset === undefined ? t(', all datasets') : ''}
                </span>
              </button>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={22}
                aria-label={t('Forget {name}', { name: one.name })}
                onClick={() => forget(one)}
              >
                <IconX size={13} />
              </ActionIcon>
            </li>
          ))}
        </ul>
        {others.length > 0 && <h3 className={css.heading}>{t('Used last')}</h3>}
        <ul className={css.list} aria-label={t('Used last')}>
          {others.map((one) => (
            <li key={one}>
              <button
                type="button"
                title={one}
                onClick={() => {
                  setOpened(false);
                  setFilter(one);
                }}
              >
                <span className="mono">{middle(one, 42)}</span>
              </button>
            </li>
          ))}
        </ul>
        <p className="muted" style={{ margin: '6px 0 0', fontSize: 12 }}>
          {t('Kept in this browser. Columns, groups and the choices of the view are kept too.')}
        </p>
      </Popover.Dropdown>
    </Popover>
  );
}
