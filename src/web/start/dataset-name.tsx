/** The name of a dataset while it is edited: Enter keeps, Esc leaves it as it was. */

import { type ReactNode, useRef, useState } from 'react';
import { t } from '../language/t.ts';
import css from './start.module.css';

const LONGEST = 100;

export function DatasetName({
  name,
  onRename,
  onEnd,
}: {
  readonly name: string;
  readonly onRename: (name: string) => Promise<void>;
  readonly onEnd: () => void;
}): ReactNode {
  const [text, setText] = useState(name);
  const [fault, setFault] = useState<string>();
  const over = useRef(false);
  const keep = async () => {
    if (over.current) return;
    const wish = text.trim();
    if (wish === '' || wish === name) {
      onEnd();
      return;
    }
    try {
      over.current = true;
      await onRename(wish);
      onEnd();
    } catch (cause) {
      over.current = false;
      setFault(cause instanceof Error ? cause.message : String(cause));
    }
  };
  return (
    <div className={css.naming}>
      <input
        // biome-ignore lint/a11y/noAutofocus: the user has just asked to type here
        autoFocus
        aria-label={t('Name of the dataset')}
        aria-invalid={fault !== undefined}
        maxLength={LONGEST}
        value={text}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setFault(undefined);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter') void keep();
          if (event.key === 'Escape') {
            over.current = true;
            onEnd();
          }
        }}
        onBlur={() => void keep()}
      />
      {fault !== undefined && (
        <p className={css.fault} role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
