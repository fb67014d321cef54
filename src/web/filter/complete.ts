/** What the filter language says can stand at the cursor, as options with words of their own. */

import { FIELD_BY_KEY, type Field } from '#fields/table.ts';
import type { Completion } from '#query/filter.ts';
import { aboutOf, labelOf } from '../language/fields.ts';
import { t } from '../language/t.ts';
import { isCountry, placeName } from '../style/places.ts';

export interface Option {
  readonly label: string;
  readonly detail: string;
  readonly type: 'field' | 'word' | 'value';
  readonly info?: string;
  /** text put in */
  readonly text: string;
}

const OPERATOR_WORDS: Readonly<Record<string, string>> = {
  '==': t('is'),
  '!=': t('is not'),
  '>': t('more than'),
  '>=': t('at least'),
  '<': t('less than'),
  '<=': t('at most'),
  contains: t('has the text'),
  matches: t('fits the regular expression'),
  in: t('is one of'),
};

const WORDS: Readonly<Record<string, string>> = {
  and: t('both hold'),
  or: t('one holds'),
  not: t('does not hold'),
  '(': t('group'),
  ')': t('end of the group'),
  '{': t('list of values'),
  '}': t('end of the list'),
};

/** Examples for fields whose values are too many to list. */
function examplesOf(field: Field): readonly string[] {
  switch (field.type) {
    case 'bytes':
      return ['1kB', '100kB', '1MB', '100MB', '1GB'];
    case 'duration':
    case 'ms':
      return ['10ms', '100ms', '1s', '10s', '1m'];
    default:
      return [];
  }
}

/** Everything but values in the data. */
export function optionsOf(completion: Completion): readonly Option[] {
  const field = completion.valuesOf === undefined ? undefined : FIELD_BY_KEY.get(completion.valuesOf);
  return [
    ...completion.fields.map(
      (one): Option => ({
        label: one.key,
        detail: labelOf(one),
        type: 'field',
        info: aboutOf(one),
        text: `${one.key} `,
      }),
    ),
    ...completion.protocols.map(
      (name): Option => ({ label: name, detail: t('protocol'), type: 'value', text: `${name} ` }),
    ),
    ...completion.operators.map(
      (name): Option => ({
        label: name,
        detail: OPERATOR_WORDS[name] ?? '',
        type: 'word',
        text: name === 'in' ? 'in {' : `${name} `,
      }),
    ),
    ...completion.words.map(
      (name): Option => ({
        label: name,
        detail: WORDS[name] ?? '',
        type: 'word',
        text: name === '(' || name === '{' ? name : `${name} `,
      }),
    ),
    ...(field
      ? examplesOf(field)
          .filter((name) => name.startsWith(completion.prefix))
          .map((name): Option => ({ label: name, detail: t('for example'), type: 'value', text: `${name} ` }))
      : []),
  ];
}

/** Beside a value: what it is, and how often it is seen. */
export function valueDetail(field: Field, value: string | number | boolean, flows: string): string {
  return field.type === 'country' && isCountry(String(value)) ? `${placeName(String(value))} · ${flows}` : flows;
}
