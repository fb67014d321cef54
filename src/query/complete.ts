/** What can stand at the cursor of a filter being typed. Values of fields come from the data: see `valuesOf`. */
import { FIELDS, type Field } from '#fields/table.ts';
import { PLACES } from '#registry/places.ts';
import { fieldNamed } from './names.ts';
import { operatorsOf } from './parse.ts';
import { type Token, tokenize } from './token.ts';
import { PROTOCOL_WORDS } from './words.ts';

export interface Completion {
  /** half-open span of the text that a choice replaces */
  readonly start: number;
  readonly end: number;
  /** what has been typed of it, without an opening quote */
  readonly prefix: string;
  readonly fields: readonly Field[];
  /** protocols that stand alone */
  readonly protocols: readonly string[];
  readonly operators: readonly string[];
  /** and, or, not, (, ), }, true, place words … */
  readonly words: readonly string[];
  /** key of the field whose values fit; ask for them with the `values` question and the prefix */
  readonly valuesOf?: string;
}

/** What may stand at the cursor, and which part of the text it would replace. */
export function complete(text: string, cursor: number): Completion {
  const at = Math.max(0, Math.min(cursor, text.length));
  const before = tokenize(text.slice(0, at)).slice(0, -1);
  const last = before.at(-1);
  const isTyping =
    last !== undefined &&
    last.end === at &&
    (last.kind === 'word' || last.kind === 'open string' || /^[a-z]+$/i.test(text.slice(last.start, at)));
  const prior = isTyping ? before.slice(0, -1) : before;
  const span = {
    start: isTyping ? last.start : at,
    end: isTyping ? wordEnd(text, at) : at,
    prefix: isTyping ? typed(text, last, at) : '',
  };
  const blank = { ...span, fields: [], protocols: [], operators: [], words: [] };
  const place = placeAfter(prior);
  const starts = (word: string) => word.toLowerCase().startsWith(span.prefix.toLowerCase());
  switch (place.kind) {
    case 'clause': {
      const near = (field: Field) =>
        starts(field.key) ||
        (span.prefix.length > 1 && `${field.key} ${field.label}`.toLowerCase().includes(span.prefix.toLowerCase())) ||
        (span.prefix !== '' && (field.aliases ?? []).some(starts));
      return {
        ...blank,
        fields: [...FIELDS.filter((f) => starts(f.key)), ...FIELDS.filter((f) => !starts(f.key) && near(f))],
        protocols: span.prefix === '' ? [] : [...PROTOCOL_WORDS.keys()].filter(starts),
        words: ['not', '('].filter(starts),
      };
    }
    case 'operator':
      return {
        ...blank,
        operators: operatorsOf(place.field).filter(starts),
        words: joiners(place.depth).filter(starts),
      };
    case 'value':
      return {
        ...blank,
        words: [...(place.inSet ? ['}'] : []), ...staticWords(place.field)].filter(starts),
        valuesOf: place.field.key,
      };
    case 'set':
      return { ...blank, words: ['{'] };
    case 'joiner':
      return { ...blank, words: joiners(place.depth).filter(starts) };
  }
}

type Place =
  | { readonly kind: 'clause' | 'set' }
  | { readonly kind: 'joiner'; readonly depth: number }
  | { readonly kind: 'operator'; readonly field: Field; readonly depth: number }
  | { readonly kind: 'value'; readonly field: Field; readonly inSet: boolean };

/** What is awaited after these tokens, read leniently. */
function placeAfter(tokens: readonly Token[]): Place {
  let place: Place = { kind: 'clause' };
  let field: Field | undefined;
  let depth = 0;
  for (const token of tokens) {
    switch (token.kind) {
      case 'and':
      case 'or':
      case 'not':
        place = { kind: 'clause' };
        break;
      case '(':
        depth++;
        place = { kind: 'clause' };
        break;
      case ')':
        depth = Math.max(0, depth - 1);
        place = { kind: 'joiner', depth };
        break;
      case '}':
        place = { kind: 'joiner', depth };
        break;
      case 'in':
        place = { kind: 'set' };
        break;
      case 'compare':
      case 'contains':
      case 'matches':
        place = field ? { kind: 'value', field, inSet: false } : { kind: 'clause' };
        break;
      case '{':
        if (field) place = { kind: 'value', field, inSet: true };
        break;
      case 'word':
      case 'string':
      case 'open string':
        if (place.kind === 'value') {
          if (!place.inSet) place = { kind: 'joiner', depth };
        } else {
          field = fieldNamed(token.text)?.field;
          place = field ? { kind: 'operator', field, depth } : { kind: 'joiner', depth };
        }
        break;
      default:
    }
  }
  return place;
}

const joiners = (depth: number) => (depth > 0 ? ['and', 'or', ')'] : ['and', 'or']);

function staticWords(field: Field): readonly string[] {
  if (field.type === 'flag') return ['true', 'false'];
  if (field.type === 'country') return PLACES;
  return field.key === 'app.by' ? ['inspected', 'port', 'none'] : [];
}

function typed(text: string, token: Token, at: number): string {
  return token.kind === 'open string' ? token.text : text.slice(token.start, at);
}

/** The rest of a word under the cursor is replaced, too. */
function wordEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && /[^\s=<>~!(){},&|"']/.test(text[end]!)) end++;
  return end;
}
