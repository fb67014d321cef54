/** Ctrl K: every view, dataset, field, saved view and setting by a few letters of its name. */

import { Modal, TextInput, useMantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useRef, useState } from 'react';
import { FIELDS } from '#fields/table.ts';
import { labelOf } from '../language/fields.ts';
import { t } from '../language/t.ts';
import { useDatasets } from '../state/events.ts';
import { useRecent, useSaved } from '../state/saved.ts';
import { useScope } from '../state/scope.ts';
import { measureWord } from '../style/format.ts';
import { useZoneChoice } from '../style/zone.ts';
import css from './palette.module.css';
import { useViews } from './views.ts';

interface Command {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly more?: string;
  readonly act: () => void;
}

const SHOWN = 60;

/** Puts a beginning into the filter bar and goes there. */
function begin(text: string): void {
  const bar = document.querySelector<HTMLElement>('[data-filter-input] .cm-content');
  bar?.focus();
  bar?.dispatchEvent(new CustomEvent('capscope-begin', { detail: text, bubbles: true }));
}

export default function Palette({ onClose }: { readonly onClose: () => void }) {
  const { dataset, setView, setFilter, setMeasure, widen, filter } = useScope();
  const { datasets } = useDatasets();
  const views = useViews();
  const { saved, addressOf } = useSaved();
  const recent = useRecent();
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const [, setZone] = useZoneChoice();
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);

  const commands: readonly Command[] = [
    ...(dataset === ''
      ? []
      : views.map(
          (one): Command => ({ id: `v${one.name}`, kind: t('View'), label: one.label, act: () => setView(one.name) }),
        )),
    ...saved.map(
      (one): Command => ({
        id: `s${one.name}${one.dataset}`,
        kind: t('Saved'),
        label: one.name,
        more: one.search.q ?? '',
        act: () => void navigate({ href: addressOf(one) }),
      }),
    ),
    ...datasets.map(
      (one): Command => ({
        id: `d${one.id}`,
        kind: t('Dataset'),
        label: one.name,
        act: () => void navigate({ href: `/d/${one.id}/overview` }),
      }),
    ),
    { id: 'home', kind: t('Page'), label: t('All datasets, import'), act: () => void navigate({ href: '/' }) },
    { id: 'clear', kind: t('Filter'), label: t('All flows, all of the time'), act: widen },
    ...(['bytes', 'packets', 'flows'] as const).map(
      (one): Command => ({ id: `m${one}`, kind: t('Measure'), label: measureWord(one), act: () => setMeasure(one) }),
    ),
    ...(
      [
        ['light', t('Light')],
        ['dark', t('Dark')],
        ['auto', t('Light or dark as the system')],
      ] as const
    ).map(([value, label]): Command => ({ id: value, kind: t('Look'), label, act: () => setColorScheme(value) })),
    ...(
      [
        ['utc', t('Times in UTC')],
        ['local', t('Times as on this machine’s clock')],
        ['relative', t('Times from the start of the capture')],
      ] as const
    ).map(([value, label]): Command => ({ id: value, kind: t('Time'), label, act: () => setZone(value) })),
    ...recent
      .filter((one) => one !== filter)
      .map((one): Command => ({ id: `r${one}`, kind: t('Used last'), label: one, act: () => setFilter(one) })),
    ...FIELDS.map(
      (one): Command => ({
        id: `f${one.key}`,
        kind: t('Field'),
        label: labelOf(one),
        more: one.key,
        act: () => window.setTimeout(() => begin(`${one.key} `), 50),
      }),
    ),
  ];
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands
    .filter((one) => {
      const text = `${one.kind} ${one.label} ${one.more ?? ''}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .slice(0, SHOWN);
  const current = found[Math.min(at, found.length - 1)];
  const run = (one: Command | undefined) => {
    if (!one) return;
    onClose();
    one.act();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      const next = Math.max(0, Math.min(found.length - 1, at + step));
      setAt(next);
      list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(current);
    }
  };
  const listId = 'palette-list';
  return (
    <Modal.Root opened onClose={onClose} size={560} yOffset="12dvh">
      <Modal.Overlay />
      <Modal.Content aria-label={t('Go to')} aria-describedby={undefined}>
        <Modal.Body p={0}>
          <TextInput
            size="md"
            variant="unstyled"
            placeholder={t('Go to a view, dataset, field, setting …')}
            aria-label={t('Go to')}
            role="combobox"
            aria-expanded
            aria-controls={listId}
            aria-activedescendant={current && `palette-${current.id}`}
            classNames={{ input: css.input! }}
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
            data-autofocus
          />
          <div ref={list} id={listId} className={css.list} role="listbox" aria-label={t('Found')}>
            {found.map((one, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
              // biome-ignore lint/a11y/useFocusableInteractive: the field above has the focus and names the current one
              <div
                key={one.id}
                id={`palette-${one.id}`}
                role="option"
                aria-selected={one === current}
                className={css.item}
                onClick={() => run(one)}
                onMouseMove={() => setAt(index)}
              >
                <span className={css.kind}>{one.kind}</span>
                <span className={one.kind === t('Used last') ? 'mono' : undefined}>{one.label}</span>
                {one.more && <span className={`mono ${css.more}`}>{one.more}</span>}
              </div>
            ))}
            {found.length === 0 && <p className={css.none}>{t('Nothing has this name.')}</p>}
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
