/** Filter text → tokens. Never throws; a quote that is not closed becomes a token that says so. */
import type { Comparison } from './ast.ts';

export type TokenKind =
  | 'word'
  | 'string'
  | 'compare'
  | 'contains'
  | 'matches'
  | 'in'
  | 'and'
  | 'or'
  | 'not'
  | '('
  | ')'
  | '{'
  | '}'
  | ','
  | 'open string'
  | 'other'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** of a string: unescaped; of a comparison: its symbol; else as written */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const COMPARE: Readonly<Record<string, Comparison>> = {
  '==': '==',
  '=': '==',
  eq: '==',
  '!=': '!=',
  ne: '!=',
  '>': '>',
  gt: '>',
  '>=': '>=',
  ge: '>=',
  '<': '<',
  lt: '<',
  '<=': '<=',
  le: '<=',
};
const KEYWORDS: Readonly<Record<string, TokenKind>> = {
  contains: 'contains',
  matches: 'matches',
  in: 'in',
  and: 'and',
  or: 'or',
  not: 'not',
};
const SYMBOL = /==|!=|>=|<=|&&|\|\||[=<>~!(){},&|]/y;
const WORD = /[^\s=<>~!(){},&|"']+/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

/** The tokens of a text, the last of kind end. Never throws: what is none is a token, too. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at]!)) {
      at++;
      continue;
    }
    const token = readToken(text, at);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length });
  return tokens;
}

function readToken(text: string, at: number): Token {
  const raw = (text[at] === 'r' || text[at] === 'R') && (text[at + 1] === '"' || text[at + 1] === "'");
  const quoteAt = raw ? at + 1 : at;
  if (text[quoteAt] === '"' || text[quoteAt] === "'") return readString(text, at, quoteAt, raw);
  SYMBOL.lastIndex = at;
  const symbol = SYMBOL.exec(text)?.[0];
  if (symbol !== undefined)
    return { kind: symbolKind(symbol), text: COMPARE[symbol] ?? symbol, start: at, end: at + symbol.length };
  WORD.lastIndex = at;
  const word = WORD.exec(text)?.[0] ?? text[at]!;
  const lower = word.toLowerCase();
  const end = at + word.length;
  if (Object.hasOwn(COMPARE, lower)) return { kind: 'compare', text: COMPARE[lower]!, start: at, end };
  return { kind: Object.hasOwn(KEYWORDS, lower) ? KEYWORDS[lower]! : 'word', text: word, start: at, end };
}

function symbolKind(symbol: string): TokenKind {
  if (Object.hasOwn(COMPARE, symbol)) return 'compare';
  switch (symbol) {
    case '&&':
      return 'and';
    case '||':
      return 'or';
    case '!':
      return 'not';
    case '~':
      return 'matches';
    case '(':
    case ')':
    case '{':
    case '}':
    case ',':
      return symbol;
    default:
      return 'other';
  }
}

function readString(text: string, start: number, quoteAt: number, raw: boolean): Token {
  const quote = text[quoteAt];
  let value = '';
  for (let i = quoteAt + 1; i < text.length; i++) {
    const c = text[i]!;
    if (c === quote) return { kind: 'string', text: value, start, end: i + 1 };
    if (c !== '\\' || raw) {
      value += c;
      continue;
    }
    const next = text[++i] ?? '';
    const hex =
      next === 'x' || next === 'u' ? new RegExp(next === 'x' ? '[0-9a-fA-F]{2}' : '[0-9a-fA-F]{4}', 'y') : undefined;
    if (hex) {
      hex.lastIndex = i + 1;
      const digits = hex.exec(text)?.[0];
      if (digits) {
        value += String.fromCharCode(Number.parseInt(digits, 16));
        i += digits.length;
        continue;
      }
    }
    // An escape of nothing special keeps its backslash: patterns such as "\d+" read as they are written.
    value += next === '\\' || next === '"' || next === "'" ? next : (ESCAPES[next] ?? `\\${next}`);
  }
  return { kind: 'open string', text: value, start, end: text.length };
}
