/** How marks change a filter: its top-level parts, and one value chosen, added or taken out. Pure text in, text out. */
import { FIELD_BY_KEY } from '#fields/table.ts';
import type { FilterNode } from './ast.ts';
import { parseFilter } from './parse.ts';
import { printMember } from './print.ts';
import { formatTime, parseValue, printValue, quote } from './value.ts';

/** undefined = where nothing is known */
export type PlainValue = string | number | boolean | undefined;

/** A top-level part of a filter's conjunction: a chip. */
export interface Clause {
  /** as written; an `or` that is not alone keeps its parentheses */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** the one field it is about; undefined when it is about several */
  readonly field?: string;
  /** it takes flows out (`not …`, `!=`) */
  readonly excludes: boolean;
}

/** Parts of the top-level `and`, in order; empty for an empty filter and for one that can't be read. */
export function clauses(filter: string): readonly Clause[] {
  return topParts(filter).map((node) => {
    const field = oneField(node);
    const excludes = node.kind === 'not' || (node.kind === 'compare' && node.op === '!=');
    const clause = {
      text: filter.slice(node.span.start, node.span.end),
      start: node.span.start,
      end: node.span.end,
      excludes,
    };
    return field === undefined ? clause : { ...clause, field };
  });
}

function topParts(filter: string): readonly FilterNode[] {
  const tree = parseFilter(filter);
  if (!tree.ok || tree.root === undefined) return [];
  // A conjunction in parentheses, or one that stands for a single word (tcp.port == 80), is one part.
  const { root } = tree;
  const [first] = root.kind === 'and' ? root.parts : [];
  // A conjunction in parentheses is one part, and so is one written as a single clause (tcp.port == 80).
  const isSplit = first !== undefined && first.span.start === root.span.start && first.span.end < root.span.end;
  return isSplit && root.kind === 'and' ? root.parts : [root];
}

function oneField(node: FilterNode): string | undefined {
  switch (node.kind) {
    case 'not':
      return oneField(node.part);
    case 'and':
    case 'or': {
      const fields = new Set(node.parts.map(oneField));
      return fields.size === 1 ? [...fields][0] : undefined;
    }
    default:
      return node.field;
  }
}

/** One value of a field as a clause: `dst.country == NL`; where nothing is known: `not dst.country`. */
export function printClause(key: string, value: PlainValue): string {
  if (value === undefined) return `not ${key === 'ip' ? 'ip.addr' : key}`;
  return `${key} == ${printPlain(key, value)}`;
}

function printPlain(key: string, value: string | number | boolean): string {
  const field = FIELD_BY_KEY.get(key);
  if (field === undefined) return quote(String(value));
  const text =
    field.type === 'time' && typeof value === 'number'
      ? formatTime(BigInt(Math.round(value)) * 1_000_000n)
      : String(value);
  const parsed = parseValue(field, text);
  return parsed === undefined ? quote(text) : printValue(field, parsed);
}

/**
 * The filter with a value of a field chosen. only: this value instead of others chosen of that field; add: this value
 * besides them; exclude: all but this value. A filter that can't be read is dropped.
 */
export function addClause(filter: string, key: string, value: PlainValue, how: 'only' | 'add' | 'exclude'): string {
  const parts = topParts(filter);
  const text = (nodes: readonly FilterNode[]) => nodes.map((node) => textOf(filter, node));
  const clause = printClause(key, value);
  const word = value === undefined ? undefined : printPlain(key, value);
  const excludesIt = (node: FilterNode) =>
    node.kind === 'not' && isSet(node.part, key) && wordsOf(node.part).includes(word ?? '');
  switch (how) {
    case 'only':
      return join(
        text(parts.filter((node) => !isSet(node, key) && !isUnknown(node, key) && !excludesIt(node))),
        clause,
      );
    case 'add': {
      const choice = parts.find((node) => isSet(node, key));
      if (choice === undefined || word === undefined)
        return join(text(parts.filter((node) => !excludesIt(node))), clause);
      const words = wordsOf(choice);
      return words.includes(word)
        ? filter
        : join(text(parts.filter((node) => node !== choice)), setOf(key, [...words, word]));
    }
    case 'exclude': {
      if (word === undefined)
        return join(text(parts.filter((node) => !isUnknown(node, key))), key === 'ip' ? 'ip.addr' : key);
      const before = parts.find((node) => node.kind === 'not' && isSet(node.part, key));
      const rest = parts.filter((node) => node !== before).flatMap((node) => without(filter, node, key, word));
      const excluded = before?.kind === 'not' ? wordsOf(before.part) : [];
      return join(rest, `not ${setOf(key, excluded.includes(word) ? excluded : [...excluded, word])}`);
    }
  }
}

/** A part with one value taken out of what it chooses; nothing when that was all. */
function without(filter: string, node: FilterNode, key: string, word: string): readonly string[] {
  if (!isSet(node, key) || !wordsOf(node).includes(word)) return [textOf(filter, node)];
  const words = wordsOf(node).filter((other) => other !== word);
  return words.length === 0 ? [] : [setOf(key, words)];
}

/** A clause that lists values of the field: == or in. */
function isSet(node: FilterNode, key: string): boolean {
  return (
    (node.kind === 'in' && node.field === key) || (node.kind === 'compare' && node.op === '==' && node.field === key)
  );
}

/** `not field`: nothing is known of it. */
function isUnknown(node: FilterNode, key: string): boolean {
  return node.kind === 'not' && node.part.kind === 'exists' && node.part.field === key;
}

/** The values such a clause lists, as printed. */
function wordsOf(node: FilterNode): readonly string[] {
  if (node.kind === 'compare') return [printValue(FIELD_BY_KEY.get(node.field)!, node.value)];
  return node.kind === 'in' ? node.members.map((member) => printMember(node.field, member)) : [];
}

const setOf = (key: string, words: readonly string[]) =>
  words.length === 1 && !words[0]!.includes('..') ? `${key} == ${words[0]}` : `${key} in {${words.join(' ')}}`;
const join = (texts: readonly string[], last: string) => [...texts, last].join(' and ');

function textOf(filter: string, node: FilterNode): string {
  const text = filter.slice(node.span.start, node.span.end);
  return node.kind === 'or' && text[0] !== '(' ? `(${text})` : text;
}
