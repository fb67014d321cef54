/** Tags being written, with those of the dataset offered. */

import { TagsInput as Input } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { checkTag, MOST_AT_ONCE, MOST_TAG } from '#query/marks.ts';
import { t } from '../language/t.ts';
import { told } from '../language/told.ts';

export function TagsInput({
  label,
  tags,
  known,
  disabled = false,
  onChange,
}: {
  readonly label: string;
  readonly tags: readonly string[];
  readonly known: readonly string[];
  readonly disabled?: boolean;
  readonly onChange: (tags: readonly string[]) => void;
}): ReactNode {
  const [fault, setFault] = useState<string>();
  const change = (next: readonly string[]) => {
    const clean: string[] = [];
    for (const one of next) {
      const checked = checkTag(one);
      if (!checked.ok) {
        setFault(told(checked.message));
        return;
      }
      // one that is there already is spelt as it is there
      const same = known.find((tag) => tag.toLowerCase() === checked.text.toLowerCase()) ?? checked.text;
      if (!clean.some((tag) => tag.toLowerCase() === same.toLowerCase())) clean.push(same);
    }
    setFault(undefined);
    onChange(clean);
  };
  return (
    <Input
      size="xs"
      label={label}
      placeholder={tags.length === 0 ? t('a tag, then Enter') : ''}
      data={[...known]}
      limit={30}
      maxTags={Math.max(MOST_AT_ONCE, tags.length)}
      maxLength={MOST_TAG * 2}
      splitChars={[',', ';']}
      acceptValueOnBlur
      clearable={false}
      disabled={disabled}
      value={[...tags]}
      error={fault}
      onChange={change}
    />
  );
}
