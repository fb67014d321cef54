/** What the filter language says can stand at the cursor, as options with words of their own. */
import { FIELD_BY_KEY, type Field } from '#fields/table.ts';
import type { Completion } from '#query/filter.ts';
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
  '==': 'is',
  '!=': 'is not',
  '>': 'more than',
  '>=': 'at least',
  '<': 'less than',
  '<=': 'at most',
  contains: 'has the text',
  matches: 'fits the regular expression',
  in: 'is one of',
};

const WORDS: Readonly<Record<string, string>> = {
  and: 'both hold',
  or: 'one holds',
  not: 'does not hold',
  '(': 'group',
  ')': 'end of the group',
  '{': 'list of values',
  '}': 'end of the list',
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
      (one): Option => ({ label: one.key, detail: one.label, type: 'field', info: one.about, text: `${one.key} ` }),
    ),
    ...completion.protocols.map(
      (name): Option => ({ label: name, detail: 'protocol', type: 'value', text: `${name} ` }),
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
          .map((name): Option => ({ label: name, detail: 'for example', type: 'value', text: `${name} ` }))
      : []),
  ];
}

/** Beside a value: what it is, and how often it is seen. */
export function valueDetail(field: Field, value: string | number | boolean, flows: string): string {
  return field.type === 'country' && isCountry(String(value)) ? `${placeName(String(value))} · ${flows}` : flows;
}
