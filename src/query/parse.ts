/** Filter text → tree, by recursive descent over the tokens. Never throws: what can't be read is a FilterFault. */
import type { Field } from '#fields/table.ts';
import { FIELD_BY_KEY } from '#fields/table.ts';
import type { Comparison, FilterNode, FilterTree, Member, Span, Value } from './ast.ts';
import { clauseOf, fieldOf, hintBehind } from './hints.ts';
import { fieldNamed, type Named, nearestName } from './names.ts';
import type { FilterFault } from './question.ts';
import { type Token, tokenize } from './token.ts';
import { expectedOf, parseValue, quote } from './value.ts';
import { PROTOCOL_WORDS } from './words.ts';

/** Longer filters are refused. */
export const MAX_FILTER_CHARS = 16_384;
const MAX_DEPTH = 100;

/** Tree of a filter text, or where and why it can't be understood. */
export function parseFilter(text: string): FilterTree | FilterFault {
  if (text.length > MAX_FILTER_CHARS)
    return fault(`the filter is longer than ${MAX_FILTER_CHARS} characters`, MAX_FILTER_CHARS, text.length);
  const parser = new Parser(tokenize(text));
  return parser.filter();
}

const OPERATORS = ['==', '!=', '>', '>=', '<', '<=', 'contains', 'matches', 'in'];
const ORDERED: ReadonlySet<string> = new Set([
  'time',
  'duration',
  'bytes',
  'count',
  'number',
  'port',
  'asn',
  'ms',
  'ip',
]);
const TEXTUAL: ReadonlySet<string> = new Set(['text', 'enum']);

/** Operators that make sense for a field. */
export function operatorsOf(field: Field): readonly string[] {
  if (field.type === 'flag') return ['==', '!='];
  if (ORDERED.has(field.type)) return OPERATORS.filter((op) => op !== 'contains' && op !== 'matches');
  if (TEXTUAL.has(field.type)) return ['==', '!=', 'contains', 'matches', 'in'];
  return ['==', '!=', 'in'];
}

type Part = FilterNode | FilterFault;
const isFault = (part: Part | Member | Value): part is FilterFault => 'ok' in part;

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  filter(): FilterTree | FilterFault {
    if (this.#peek().kind === 'end') return { ok: true, root: undefined };
    const root = this.#chain('or');
    if (isFault(root)) return root;
    const rest = this.#peek();
    if (rest.kind === 'end') return { ok: true, root };
    if (rest.kind === ')') return faultAt(rest, 'there is no "(" for this ")"', []);
    return faultAt(rest, this.#hint() ?? `"${rest.text}" was not expected here`, ['and', 'or', 'the end']);
  }

  #chain(kind: 'and' | 'or'): Part {
    const first = kind === 'or' ? this.#chain('and') : this.#not();
    if (isFault(first)) return first;
    const parts = [first];
    while (this.#peek().kind === kind) {
      this.#at++;
      const next = kind === 'or' ? this.#chain('and') : this.#not();
      if (isFault(next)) return next;
      parts.push(next);
    }
    return parts.length === 1 ? first : { kind, parts, span: { start: first.span.start, end: parts.at(-1)!.span.end } };
  }

  #not(): Part {
    const token = this.#peek();
    if (token.kind !== 'not') return this.#primary();
    if (++this.#depth > MAX_DEPTH) return faultAt(token, 'the filter is nested too deeply', []);
    this.#at++;
    const part = this.#not();
    this.#depth--;
    return isFault(part) ? part : { kind: 'not', part, span: { start: token.start, end: part.span.end } };
  }

  #primary(): Part {
    const token = this.#next();
    if (token.kind === 'word') return this.#clause(token);
    if (token.kind !== '(')
      return faultAt(token, token.kind === 'end' ? 'the filter ends too early' : `"${token.text}" can't stand here`, [
        'a field',
        'a protocol',
        'not',
        '(',
      ]);
    if (++this.#depth > MAX_DEPTH) return faultAt(token, 'the filter is nested too deeply', []);
    const inner = this.#chain('or');
    this.#depth--;
    if (isFault(inner)) return inner;
    const close = this.#next();
    if (close.kind !== ')') {
      this.#at--;
      return faultAt(close, (close.kind === 'word' && this.#hint()) || 'a ")" is missing', [')', 'and', 'or']);
    }
    return { ...inner, span: { start: token.start, end: close.end } };
  }

  #clause(token: Token): Part {
    const operator = this.#peek();
    const operated =
      operator.kind === 'compare' ||
      operator.kind === 'contains' ||
      operator.kind === 'matches' ||
      operator.kind === 'in';
    const named = fieldNamed(token.text);
    const span = { start: token.start, end: token.end };
    const protocol = PROTOCOL_WORDS.get(token.text.toLowerCase());
    if (!operated && protocol !== undefined) {
      const value: Value =
        typeof protocol.value === 'number'
          ? { kind: 'number', value: protocol.value }
          : { kind: 'word', value: protocol.value };
      return { kind: 'compare', field: protocol.field, op: '==', value, span };
    }
    if (named === undefined) {
      const meant = operated || operator.kind !== 'word' ? undefined : clauseOf(token.text, operator.text);
      if (meant !== undefined) return faultAt(token, `an operator is missing: ${meant}`, [meant]);
      return unknownField(token, operated && protocol !== undefined);
    }
    if (!operated) return demand(named, { kind: 'exists', field: named.field.key, span });
    this.#at++;
    const part = this.#operation(named.field, token.start, operator);
    return isFault(part) ? part : demand(named, part);
  }

  #operation(field: Field, start: number, operator: Token): Part {
    const allowed = operatorsOf(field);
    if (!allowed.includes(operator.kind === 'compare' ? operator.text : operator.kind)) {
      return faultAt(operator, `"${operator.text}" can't be used with ${field.key}`, allowed);
    }
    if (operator.kind === 'in') {
      const members = this.#members(field);
      return 'ok' in members
        ? members
        : { kind: 'in', field: field.key, members, span: { start, end: this.#lastEnd() } };
    }
    const token = this.#next();
    if (token.kind === '{') return faultAt(token, `several values need in: ${field.key} in { … }`, ['in']);
    if (token.kind !== 'string' && token.kind !== 'word') return missing(token, expectedOf(field));
    const span: Span = { start, end: token.end };
    if (operator.kind === 'contains') return { kind: 'contains', field: field.key, text: token.text, span };
    if (operator.kind === 'matches') {
      const wrong = patternFault(token.text);
      return wrong
        ? faultAt(token, wrong, ['a regular expression'])
        : { kind: 'matches', field: field.key, text: token.text, span };
    }
    const value = readValue(field, token);
    return isFault(value) ? value : { kind: 'compare', field: field.key, op: operator.text as Comparison, value, span };
  }

  #members(field: Field): readonly Member[] | FilterFault {
    const open = this.#next();
    if (open.kind === 'word' || open.kind === 'string')
      return faultAt(open, `values stand in braces: ${field.key} in {${quote(open.text)}}`, ['{']);
    if (open.kind !== '{') return missing(open, '{');
    const members: Member[] = [];
    for (;;) {
      const token = this.#next();
      if (token.kind === '}') break;
      if (token.kind === ',' && members.length > 0) continue;
      if (token.kind !== 'string' && token.kind !== 'word')
        return missing(token, token.kind === 'end' ? '}' : expectedOf(field));
      const member = memberOf(field, token);
      if (isFault(member)) return member;
      members.push(member);
    }
    return members.length > 0 ? members : faultAt(this.#tokens[this.#at - 1]!, 'the set is empty', [expectedOf(field)]);
  }

  /** What should stand before the token that was not expected. */
  #hint(): string | undefined {
    const before = this.#tokens[this.#at - 1];
    return before === undefined ? undefined : hintBehind(before.text, this.#peek().text);
  }

  #peek(): Token {
    return this.#tokens[this.#at]!;
  }
  #next(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#at++;
    return token;
  }
  #lastEnd(): number {
    return this.#tokens[this.#at - 1]!.end;
  }
}

function memberOf(field: Field, token: Token): Member | FilterFault {
  const dots = token.kind === 'word' && ORDERED.has(field.type) ? token.text.indexOf('..') : -1;
  if (dots < 0) {
    const value = readValue(field, token);
    return isFault(value) ? value : { value };
  }
  const low = readValue(field, { ...token, text: token.text.slice(0, dots), end: token.start + dots });
  if (isFault(low)) return low;
  const high = readValue(field, { ...token, text: token.text.slice(dots + 2), start: token.start + dots + 2 });
  return isFault(high) ? high : { value: low, to: high };
}

function readValue(field: Field, token: Token): Value | FilterFault {
  return (
    parseValue(field, token.text) ?? faultAt(token, `"${token.text}" is not ${expectedOf(field)}`, [expectedOf(field)])
  );
}

function demand(named: Named, part: FilterNode): FilterNode {
  if (named.transport === undefined) return part;
  const transport: FilterNode = {
    kind: 'compare',
    field: 'ip.proto',
    op: '==',
    value: { kind: 'word', value: named.transport },
    span: part.span,
  };
  return { kind: 'and', parts: [transport, part], span: part.span };
}

function unknownField(token: Token, isProtocol: boolean): FilterFault {
  if (isProtocol)
    return faultAt(token, `"${token.text}" is a protocol: it stands alone`, ['and', 'or', `app == ${token.text}`]);
  const clause = fieldOf(token.text);
  if (clause !== undefined) return faultAt(token, `a value needs its field: ${clause}`, [clause]);
  const near = nearestName(token.text);
  return faultAt(
    token,
    `there is no field "${token.text}"${near === undefined ? `; to find names: host contains ${token.text}` : `; did you mean ${near}?`}`,
    near === undefined ? [...FIELD_BY_KEY.keys()].slice(0, 8) : [near],
  );
}

/** RE2 has neither look-around nor back-references; the rest is checked by the engine at hand. */
function patternFault(pattern: string): string | undefined {
  if (/\(\?(?:[=!]|<[=!])|\\[1-9]/.test(pattern)) return 'look-around and back-references are not supported';
  try {
    new RegExp(pattern.replace(/\(\?[imsU]+\)/g, ''), '');
    return undefined;
  } catch {
    return 'this is not a regular expression';
  }
}

function missing(token: Token, expected: string): FilterFault {
  if (token.kind === 'open string') return faultAt(token, 'the closing quote is missing', ['"']);
  return faultAt(
    token,
    token.kind === 'end' ? `${expected} is missing at the end` : `"${token.text}" is not ${expected}`,
    [expected],
  );
}

const faultAt = (token: Token, message: string, expected: readonly string[]): FilterFault =>
  fault(message, token.start, token.end, expected);

function fault(message: string, start: number, end: number, expected: readonly string[] = []): FilterFault {
  return { ok: false, message, start, end, expected };
}
