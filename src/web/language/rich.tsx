/** Sentences with elements in them: t() whose values may be elements. */
import { Fragment, type ReactNode } from 'react';
import { textFor, written } from './t.ts';

/** `rich('Made by {who}', { who: <b>us</b> })`, written with the literal text as t() is. */
export function rich(text: string, values: Readonly<Record<string, ReactNode>>): ReactNode {
  return textFor(text)
    .split('||')[0]
    .split(/\{(\w+)\}/)
    .map((part, index) => {
      if (index % 2 === 0) return part;
      const value = values[part];
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence stay where they are
      return <Fragment key={index}>{typeof value === 'number' ? written(value) : value}</Fragment>;
    });
}
