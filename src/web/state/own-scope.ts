/**
 * A picture shows its own selection among the rest: it asks with the filter but for what chooses values of its field, and
 * lights up the values chosen. What the filter excludes stays out.
 */
import { useMemo } from 'react';
import { ipOfBigint } from '#base/address.ts';
import type { FilterNode } from '#query/ast.ts';
import { clauses, parseFilter } from '#query/filter.ts';
import type { Scope } from '#query/question.ts';
import { type How, narrowed, type Value } from './narrow.ts';
import { useScope } from './scope.ts';

export interface OwnScope {
  readonly scope: Scope;
  /** empty: nothing of this field is chosen */
  readonly chosen: ReadonlySet<Value>;
}

export function useOwnScope(field: string): OwnScope {
  const { scope } = useScope();
  const { filter, from, to } = scope;
  return useMemo(() => {
    const own = ownFilter(filter, field);
    return {
      scope: { filter: own.filter, ...(from !== undefined && to !== undefined && { from, to }) },
      chosen: own.chosen,
    };
  }, [filter, from, to, field]);
}

/** the same one each time: a picture is not drawn anew for another empty set */
const NOTHING: ReadonlySet<Value> = new Set();

/** The filter without the parts that choose single values of a field, and those values. */
export function ownFilter(
  filter: string,
  field: string,
): { readonly filter: string; readonly chosen: ReadonlySet<Value> } {
  const kept: string[] = [];
  const chosen = new Set<Value>();
  for (const clause of clauses(filter)) {
    const values = clause.field === field ? valuesOf(clause.text) : undefined;
    if (values === undefined) kept.push(clause.text);
    else for (const value of values) chosen.add(value);
  }
  return chosen.size === 0 ? { filter, chosen: NOTHING } : { filter: kept.join(' and '), chosen };
}

/** The filter after a touch: choosing what is chosen already gives it back. */
export function touched(filter: string, field: string, value: Value, how: How): string {
  const { filter: rest, chosen } = ownFilter(filter, field);
  if (how === 'exclude' || !chosen.has(value)) return narrowed(filter, field, value, how);
  if (how === 'only') return chosen.size === 1 ? rest : narrowed(filter, field, value, how);
  const others = [...chosen].filter((one) => one !== value);
  return others.reduce<string>((text, one, index) => narrowed(text, field, one, index === 0 ? 'only' : 'add'), rest);
}

/** undefined for a part that does more than list values: a range, a block of addresses, a pattern. */
function valuesOf(text: string): readonly Value[] | undefined {
  const tree = parseFilter(text);
  return tree.ok && tree.root !== undefined ? valuesOfNode(tree.root) : undefined;
}

function valuesOfNode(node: FilterNode): readonly Value[] | undefined {
  switch (node.kind) {
    case 'or': {
      const parts = node.parts.map(valuesOfNode);
      return parts.some((values) => values === undefined) ? undefined : parts.flatMap((values) => values ?? []);
    }
    case 'not':
      return node.part.kind === 'exists' ? [undefined] : undefined;
    case 'compare':
      return node.op === '==' ? all([plain(node.value)]) : undefined;
    case 'in':
      return all(node.members.map((member) => (member.to === undefined ? plain(member.value) : undefined)));
    default:
      return undefined;
  }
}

const all = (values: readonly Value[]) => (values.includes(undefined) ? undefined : values);

type Compared = Extract<FilterNode, { kind: 'compare' }>['value'];

function plain(value: Compared): Value {
  switch (value.kind) {
    case 'time':
      return undefined;
    case 'ip':
      return value.low === value.high ? ipOfBigint(value.low) : undefined;
    default:
      return value.value;
  }
}
