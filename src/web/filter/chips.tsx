/** The parts of the filter, each to be removed or turned around. */

import { IconX } from '@tabler/icons-react';
import { type KeyboardEvent, useMemo } from 'react';
import { clauses } from '#query/filter.ts';
import { t } from '../language/t.ts';
import { toggled, withoutPart } from '../state/narrow.ts';
import { useScope } from '../state/scope.ts';
import css from './chips.module.css';

export function Chips() {
  const { filter, setFilter } = useScope();
  const parts = useMemo(() => clauses(filter), [filter]);
  if (parts.length === 0)
    return <p className={css.none}>{filter ? t('The filter can’t be understood') : t('All flows')}</p>;
  const onKey = (event: KeyboardEvent, index: number) => {
    if (event.key !== 'Backspace' && event.key !== 'Delete') return;
    event.preventDefault();
    const list = event.currentTarget.closest('ul');
    setFilter(withoutPart(filter, index));
    // the hand stays in the row of parts
    requestAnimationFrame(() =>
      list?.querySelectorAll<HTMLElement>('button[data-part]')[Math.max(0, index - 1)]?.focus(),
    );
  };
  return (
    <ul className={css.chips} aria-label={t('Parts of the filter')}>
      {parts.map((part, index) => (
        <li key={`${part.start}${part.text}`} className={css.chip} data-excludes={part.excludes || undefined}>
          <button
            type="button"
            data-part
            className={css.text}
            title={
              part.excludes
                ? t('Click to include instead; Backspace removes')
                : t('Click to exclude instead; Backspace removes')
            }
            aria-label={`${part.text}: ${part.excludes ? t('include instead') : t('exclude instead')}`}
            onClick={() => setFilter(toggled(filter, index))}
            onKeyDown={(event) => onKey(event, index)}
          >
            {part.text}
          </button>
          <button
            type="button"
            className={css.remove}
            aria-label={t('Remove {text}', { text: part.text })}
            onClick={() => setFilter(withoutPart(filter, index))}
          >
            <IconX size={12} stroke={2} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}
