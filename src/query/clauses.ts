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
      return join(text(parts.filter((node) => choiceOf(node, key) === undefined && !excludesIt(node))), clause);
    case 'add': {
      const choices = parts.map((node) => choiceOf(node, key)).filter((choice) => choice !== undefined);
      const rest = text(parts.filter((node) => choiceOf(node, key) === undefined && !excludesIt(node)));
      const words = [...new Set([...choices.flatMap((choice) => choice.words), ...(word === undefined ? [] : [word])])];
      return join(rest, printChoice(key, { words, unknown: word === undefined || choices.some((one) => one.unknown) }));
    }
    case 'exclude': {
      if (word === undefined) {
        const rest = parts.flatMap((node) => {
          const choice = choiceOf(node, key);
          if (choice === undefined || !choice.unknown) return [textOf(filter, node)];
          return choice.words.length === 0 ? [] : [setOf(key, choice.words)];
        });
        return join(rest, key === 'ip' ? 'ip.addr' : key);
      }
      const before = parts.find((node) => node.kind === 'not' && isSet(node.part, key));
      const rest = parts.filter((node) => node !== before).flatMap((node) => without(filter, node, key, word));
      const excluded = before?.kind === 'not' ? wordsOf(before.part) : [];
      return join(rest, `not ${setOf(key, excluded.includes(word) ? excluded : [...excluded, word])}`);
    }
  }
}

/** What a part chooses of one field: values, flows where nothing is known, or both; undefined when it does anything else. */
interface Choice {
  readonly words: readonly string[];
  readonly unknown: boolean;
}

function choiceOf(node: FilterNode, key: string): Choice | undefined {
  if (isSet(node, key)) return { words: wordsOf(node), unknown: false };
  if (isUnknown(node, key)) return { words: [], unknown: true };
  if (node.kind !== 'or') return undefined;
  const choices = node.parts.map((part) => choiceOf(part, key));
  if (choices.some((choice) => choice === undefined)) return undefined;
  return { words: choices.flatMap((choice) => choice!.words), unknown: choices.some((choice) => choice!.unknown) };
}

function printChoice(key: string, { words, unknown }: Choice): string {
  if (words.length === 0) return printClause(key, undefined);
  return unknown ? `(${setOf(key, words)} or ${printClause(key, undefined)})` : setOf(key, words);
}

/** A part with one value taken out of what it chooses; nothing when that was all. */
function without(filter: string, node: FilterNode, key: string, word: string): readonly string[] {
  const choice = choiceOf(node, key);
  if (choice === undefined || !choice.words.includes(word)) return [textOf(filter, node)];
  const words = choice.words.filter((other) => other !== word);
  return words.length === 0 && !choice.unknown ? [] : [printChoice(key, { words, unknown: choice.unknown })];
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

/** Two filters that must both hold. */
export const both = (one: string, other: string): string =>
  one.trim() === '' ? other : other.trim() === '' ? one : `${kept(one)} and ${kept(other)}`;

/** A filter that is joined to another must not fall apart at an `or`. */
const kept = (filter: string): string => {
  const tree = parseFilter(filter);
  if (!tree.ok || tree.root?.kind !== 'or') return filter;
  // "(a) or (b)" is in no parentheses
  const inner = /^\((.*)\)$/s.exec(filter.trim())?.[1];
  return inner !== undefined && parseFilter(inner).ok ? filter : `(${filter})`;
};
