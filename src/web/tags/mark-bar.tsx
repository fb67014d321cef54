/** Tags and notes for several flows: those chosen in the table, or all that the filter shows. */

import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { checkNote, type MarkTarget, MOST_MARKED } from '#query/marks.ts';
import { plural, t } from '../language/t.ts';
import { told } from '../language/told.ts';
import { useScope } from '../state/scope.ts';
import { changeMarks, takeBackMarks, useAllMarks } from '../state/tags.ts';
import * as format from '../style/format.ts';
import { isOpenFlow, whyOpenOf } from './open-flows.ts';
import css from './tags.module.css';
import { TagsInput } from './tags-input.tsx';
import { resultText, useChange } from './use-change.ts';

export function MarkBar({
  chosen,
  total,
  onClear,
}: {
  readonly chosen: ReadonlySet<number>;
  /** flows in scope */
  readonly total: number;
  readonly onClear: () => void;
}): ReactNode {
  const { dataset, scope } = useScope();
  const known = useAllMarks(dataset)?.tags.map(({ tag }) => tag) ?? [];
  const [all, setAll] = useState(false);
  const [tags, setTags] = useState<readonly string[]>([]);
  const [note, setNote] = useState('');
  const change = useChange();
  const checked = checkNote(note);
  const on: MarkTarget = all ? { kind: 'scope', scope } : { kind: 'flows', ids: [...chosen] };
  const count = all ? Math.min(total, MOST_MARKED) : chosen.size;
  const open = all ? 0 : [...chosen].filter(isOpenFlow).length;
  const isNothing = count === 0;
  const send = (what: 'add' | 'remove' | 'note') =>
    change.run(async () => {
      const result = await changeMarks(dataset, {
        on,
        add: what === 'add' ? tags : [],
        remove: what === 'remove' ? tags : [],
        ...(what === 'note' ? { note } : {}),
      });
      const { undo } = result;
      return { said: resultText(result), ...(undo ? { back: () => takeBackMarks(dataset, undo) } : {}) };
    });
  return (
    <section className={css.bar} aria-label={t('Tag flows')}>
      <div className={css.on}>
        <span id="tag-which">{t('Which flows')}</span>
        <SegmentedControl
          size="xs"
          aria-labelledby="tag-which"
          data={[
            { value: 'chosen', label: t('{n} ticked', { n: format.exact(chosen.size) }) },
            {
              value: 'all',
              label:
                total > MOST_MARKED
                  ? t('the first {n} shown', { n: format.exact(MOST_MARKED) })
                  : t('all {n} shown', { n: format.exact(total) }),
            },
          ]}
          value={all ? 'all' : 'chosen'}
          onChange={(value) => setAll(value === 'all')}
        />
      </div>
      <div data-tags>
        <TagsInput label={t('Tags')} tags={tags} known={known} onChange={setTags} />
      </div>
      <Button size="xs" disabled={isNothing || tags.length === 0} loading={change.busy} onClick={() => send('add')}>
        {t('Put on')}
      </Button>
      <Button
        size="xs"
        variant="default"
        disabled={isNothing || tags.length === 0 || change.busy}
        onClick={() => send('remove')}
      >
        {t('Take off')}
      </Button>
      <div data-note>
        <TextInput
          size="xs"
          label={t('Note')}
          placeholder={t('empty takes notes away')}
          value={note}
          error={checked.ok ? undefined : told(checked.message)}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </div>
      <Button
        size="xs"
        variant="default"
        disabled={isNothing || !checked.ok || change.busy}
        onClick={() => send('note')}
      >
        {t('Note it')}
      </Button>
      {chosen.size > 0 && (
        <Button size="xs" variant="subtle" onClick={onClear}>
          {t('Tick none')}
        </Button>
      )}
      {change.fault !== undefined ? (
        <p className={css.fault} role="alert">
          {told(change.fault)}
        </p>
      ) : (
        <p className={change.said === undefined ? css.hint : css.said} role="status">
          {change.said ??
            (isNothing
              ? t('Tick flows in the first column, or choose all that are shown.')
              : plural(count, 'This applies to {n} flow.', 'This applies to {n} flows.'))}{' '}
          {change.said === undefined && open > 0 && whyOpenOf(open)}{' '}
          {change.undo && (
            <Button size="compact-xs" variant="default" onClick={change.undo}>
              {t('Undo')}
            </Button>
          )}
        </p>
      )}
    </section>
  );
}
