/**
 * What a filter that can be understood may still have wrong: values of fields with words of their own (applications, services,
 * states) that no flow has and that are none of the words known. Told beside the answer, which is right and empty.
 */
import { APPS } from '#dissect/apps.ts';
import { FIELD_BY_KEY } from '#fields/table.ts';
import { TCP_STATES } from '#flow/tcp/state.ts';
import type { FilterNode, Value } from '#query/ast.ts';
import { nearestOf } from '#query/names.ts';
import { parseFilter } from '#query/parse.ts';
import { IP_PROTOCOLS } from '#registry/ip-protocols.ts';
import type { DatasetStore } from '#store/store.ts';
import type { FilterHint } from '../model.ts';

/** Words that are right though no flow has them; of other fields only those in the data are known. */
const WORDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['app', APPS.filter((app) => app !== '')],
  ['ip.proto', IP_PROTOCOLS],
  ['tcp.state', TCP_STATES.filter((state) => state !== '')],
]);
/** Values of the data among which the nearest is looked for. */
const MOST_VALUES = 1000;
const MOST_HINTS = 10;

interface Asked {
  readonly field: string;
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** In the order of the filter; none for one that can't be understood. */
export async function filterHints(store: DatasetStore, filter: string): Promise<readonly FilterHint[]> {
  const tree = parseFilter(filter);
  if (!tree.ok || tree.root === undefined) return [];
  const hints: FilterHint[] = [];
  for (const asked of wordsIn(tree.root)) {
    if (hints.length === MOST_HINTS) break;
    const hint = await hintFor(store, asked);
    if (hint !== undefined) hints.push(hint);
  }
  return hints;
}

async function hintFor(store: DatasetStore, { field, word, start, end }: Asked): Promise<FilterHint | undefined> {
  const known = WORDS.get(field) ?? [];
  const lower = word.toLowerCase();
  if (known.some((one) => one.toLowerCase() === lower)) return undefined;
  const valuesLike = async (text: string): Promise<readonly string[]> => {
    const answer = await store.ask({ kind: 'values', scope: { filter: '' }, field, text, limit: MOST_VALUES });
    return 'ok' in answer ? [] : answer.values.map(({ value }) => String(value));
  };
  if ((await valuesLike(word)).some((value) => value.toLowerCase() === lower)) return undefined;
  const nearest = nearestOf(word, [...known, ...(await valuesLike(''))]);
  const label = FIELD_BY_KEY.get(field)!.label;
  const what = known.length > 0 ? `there is no ${label.toLowerCase()} "${word}"` : `no flow has ${field} "${word}"`;
  return {
    message: nearest === undefined ? what : `${what}; did you mean ${nearest}?`,
    start,
    end,
    word,
    ...(nearest === undefined ? {} : { nearest }),
  };
}

function* wordsIn(node: FilterNode): Generator<Asked> {
  switch (node.kind) {
    case 'and':
    case 'or':
      for (const part of node.parts) yield* wordsIn(part);
      return;
    case 'not':
      yield* wordsIn(node.part);
      return;
    case 'compare':
      if (node.op === '==' || node.op === '!=') yield* wordOf(node.field, node.value, node.span);
      return;
    case 'in':
      for (const member of node.members)
        if (member.to === undefined) yield* wordOf(node.field, member.value, node.span);
      return;
    default:
  }
}

function* wordOf(
  field: string,
  value: Value,
  { start, end }: { readonly start: number; readonly end: number },
): Generator<Asked> {
  const isWord = value.kind === 'word' || value.kind === 'text';
  if (isWord && FIELD_BY_KEY.get(field)?.type === 'enum') yield { field, word: value.value, start, end };
}
