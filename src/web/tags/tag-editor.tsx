/** Tags and note of one thing: kept at once, with the way back. */

import { Button, Textarea } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { checkNote, MOST_NOTE } from '#query/marks.ts';
import { t } from '../language/t.ts';
import { told } from '../language/told.ts';
import css from './tags.module.css';
import { TagsInput } from './tags-input.tsx';
import { useChange } from './use-change.ts';

export interface TagChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly note?: string;
}

export function TagEditor({
  label,
  tags,
  note,
  known,
  save,
}: {
  /** of what */
  readonly label: string;
  readonly tags: readonly string[];
  readonly note: string;
  /** tags to offer */
  readonly known: readonly string[];
  /** resolves with what takes it back */
  readonly save: (change: TagChange) => Promise<(() => Promise<unknown>) | undefined>;
}): ReactNode {
  const [shown, setShown] = useState(tags);
  const [text, setText] = useState(note);
  const kept = tags.join(',');
  // what others keep, or what is taken back, is shown
  useEffect(() => setShown(kept === '' ? [] : kept.split(',')), [kept]);
  useEffect(() => setText(note), [note]);
  const change = useChange();
  const checked = checkNote(text);
  const keep = (what: TagChange) =>
    change.run(async () => {
      const back = await save(what);
      return { said: t('Kept.'), ...(back ? { back } : {}) };
    });
  return (
    <fieldset className={css.editor} aria-label={label}>
      <TagsInput
        label={t('Tags')}
        tags={shown}
        known={known}
        onChange={(next) => {
          setShown(next);
          keep({ add: next.filter((tag) => !shown.includes(tag)), remove: shown.filter((tag) => !next.includes(tag)) });
        }}
      />
      <Textarea
        size="xs"
        className={css.note!}
        label={t('Note')}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={MOST_NOTE * 2}
        value={text}
        error={checked.ok ? undefined : told(checked.message)}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={css.foot}>
        {change.fault !== undefined ? (
          <p className={css.fault} role="alert">
            {told(change.fault)}
          </p>
        ) : (
          <p className={css.said} role="status">
            {change.said}
          </p>
        )}
        {change.undo && (
          <Button size="compact-xs" variant="default" onClick={change.undo}>
            {t('Undo')}
          </Button>
        )}
        {text !== note && (
          <Button
            size="compact-xs"
            loading={change.busy}
            disabled={!checked.ok}
            onClick={() => keep({ add: [], remove: [], note: text })}
          >
            {t('Keep the note')}
          </Button>
        )}
      </div>
    </fieldset>
  );
}
