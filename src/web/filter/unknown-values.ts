/** Words in a filter that name a value no flow has: `app == htttp`. */
import { FIELD_BY_KEY } from '#fields/table.ts';
import type { FilterNode, Value } from '#query/ast.ts';
import { parseFilter } from '#query/filter.ts';

export interface Named {
  readonly field: string;
  readonly word: string;
}

/** Words that a filter holds fields against, where all values of the field could be told: words and texts, not patterns. */
export function namedValues(filter: string): readonly Named[] {
  const tree = parseFilter(filter);
  if (!tree.ok || tree.root === undefined) return [];
  const found = new Map<string, Named>();
  const take = (field: string, value: Value) => {
    if (value.kind !== 'word' && value.kind !== 'text') return;
    if (!FIELD_BY_KEY.get(field)?.groups || FIELD_BY_KEY.get(field)?.derived) return;
    found.set(`${field} ${value.value.toLowerCase()}`, { field, word: value.value });
  };
  const walk = (node: FilterNode): void => {
    switch (node.kind) {
      case 'and':
      case 'or':
        for (const part of node.parts) walk(part);
        break;
      case 'not':
        walk(node.part);
        break;
      case 'compare':
        if (node.op === '==' || node.op === '!=') take(node.field, node.value);
        break;
      case 'in':
        for (const member of node.members) if (member.to === undefined) take(node.field, member.value);
        break;
      default:
    }
  };
  walk(tree.root);
  return [...found.values()].slice(0, 12);
}

type AskValues = (field: string, text: string) => Promise<readonly { readonly value: string | number | boolean }[]>;

/** One line for each word that no flow has, with what is near where there is something near. */
export async function unknownValues(filter: string, values: AskValues): Promise<readonly string[]> {
  const lines = await Promise.all(
    namedValues(filter).map(async ({ field, word }) => {
      const wanted = word.toLowerCase();
      const same = await values(field, word);
      if (same.some(({ value }) => String(value).toLowerCase() === wanted)) return undefined;
      const known = (await values(field, '')).map(({ value }) => String(value));
      const near = known.find(
        (one) => distance(one.toLowerCase(), wanted) <= Math.max(1, Math.floor(wanted.length / 3)),
      );
      return `no flow here has ${field} ${word}${near === undefined ? '' : `; is ${near} meant?`}`;
    }),
  );
  return lines.filter((line) => line !== undefined);
}

/** Edits that make one text of the other. */
function distance(a: string, b: string): number {
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++)
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    last = row;
  }
  return last[b.length]!;
}
