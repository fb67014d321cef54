/** The filter's own CodeMirror: one line, coloured, completed, faults underlined where they are. */

import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeCompletion,
  completionKeymap,
  completionStatus,
  startCompletion,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, linter } from '@codemirror/lint';
import { EditorState, type Extension, Prec } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { FIELD_BY_KEY, type Field } from '#fields/table.ts';
import { complete, fieldNamed, parseFilter, printClause } from '#query/filter.ts';
import { tokenize } from '#query/token.ts';
import { t } from '../language/t.ts';
import { type Option, optionsOf, valueDetail } from './complete.ts';

export type AskValues = (
  field: string,
  text: string,
) => Promise<readonly { readonly value: string | number | boolean; readonly flows: number }[]>;

export interface EditorHands {
  readonly apply: () => void;
  /** marks what the text matches, and keeps the rest */
  readonly highlight: () => void;
  readonly undo: () => void;
  readonly values: AskValues;
  readonly count: (flows: number) => string;
}

/** One token a step, by the language's own lexer. */
const language = StreamLanguage.define<{ line: string; tokens: ReturnType<typeof tokenize> }>({
  startState: () => ({ line: '', tokens: [] }),
  token(stream, state) {
    if (state.line !== stream.string) {
      state.line = stream.string;
      state.tokens = tokenize(stream.string);
    }
    const token = state.tokens.find((one) => one.end > stream.pos && one.kind !== 'end');
    if (!token) {
      stream.skipToEnd();
      return null;
    }
    if (token.start > stream.pos) {
      stream.pos = token.start;
      return null;
    }
    stream.pos = token.end;
    switch (token.kind) {
      case 'word':
        return fieldNamed(token.text) ? 'propertyName' : /^\d/.test(token.text) ? 'number' : 'string';
      case 'string':
      case 'open string':
        return 'string';
      case 'and':
      case 'or':
      case 'not':
      case 'in':
      case 'contains':
      case 'matches':
        return 'keyword';
      case 'compare':
        return 'operator';
      default:
        return 'punctuation';
    }
  },
});

const highlight = HighlightStyle.define([
  { tag: tags.propertyName, class: 'filter-field' },
  { tag: tags.keyword, class: 'filter-word' },
  { tag: tags.operator, class: 'filter-operator' },
  { tag: tags.string, class: 'filter-value' },
  { tag: tags.number, class: 'filter-value' },
  { tag: tags.punctuation, class: 'filter-operator' },
]);

const shown = (option: Option, boost: number): Completion => ({
  label: option.label,
  detail: option.detail,
  type: option.type,
  boost,
  ...(option.info ? { info: option.info } : {}),
  apply: (view: EditorView, _: Completion, from: number, to: number) => putIn(view, option.text, from, to),
});

/** Puts a piece in and asks at once for what can follow it. */
function putIn(view: EditorView, text: string, from: number, to: number): void {
  const rest = view.state.sliceDoc(to, to + 1);
  const insert = rest === ' ' ? text.trimEnd() : text;
  const anchor = from + insert.length + (rest === ' ' && text.endsWith(' ') ? 1 : 0);
  view.dispatch({ changes: { from, to, insert }, selection: { anchor }, userEvent: 'input.complete' });
  startCompletion(view);
}

const completionSource =
  (hands: EditorHands) =>
  async (context: CompletionContext): Promise<CompletionResult | null> => {
    const text = context.state.doc.toString();
    const place = complete(text, context.pos);
    // a finished word or bracket asks for nothing until a space follows
    if (place.prefix === '' && !context.explicit && /[^\s({,=<>]$/.test(text.slice(0, context.pos))) return null;
    const known = optionsOf(place);
    const field = place.valuesOf === undefined ? undefined : FIELD_BY_KEY.get(place.valuesOf);
    const found = field?.groups ? await valuesOf(field, place.prefix, context, hands) : [];
    if (context.aborted || known.length + found.length === 0) return null;
    // the order is ours: what fits best first
    const options = [...found, ...known].map((option, index) => shown(option, 99 - Math.min(index, 198)));
    return { from: place.start, to: place.end, options, filter: false };
  };

async function valuesOf(
  field: Field,
  typed: string,
  context: CompletionContext,
  hands: EditorHands,
): Promise<readonly Option[]> {
  // quick typing asks once
  await new Promise((done) => setTimeout(done, 60));
  if (context.aborted) return [];
  const values = await hands.values(field.key, typed);
  return values.map(({ value, flows }) => ({
    label: String(value),
    detail: valueDetail(field, value, hands.count(flows)),
    type: 'value',
    text: `${printClause(field.key, value).slice(field.key.length + ' == '.length)} `,
  }));
}

const faults = linter(
  (view): Diagnostic[] => {
    const text = view.state.doc.toString();
    const result = parseFilter(text);
    if (result.ok) return [];
    // a fault at the very end has nothing to underline but the last character
    const from = Math.min(result.start, Math.max(0, text.length - 1));
    return [
      { from, to: Math.max(Math.min(result.end, text.length), from), severity: 'error', message: result.message },
    ];
  },
  { delay: 250 },
);

const oneLine = EditorState.transactionFilter.of((transaction) =>
  transaction.newDoc.lines > 1
    ? [
        transaction,
        {
          changes: {
            from: 0,
            to: transaction.newDoc.length,
            insert: transaction.newDoc.toString().replace(/\s*\n\s*/g, ' '),
          },
          sequential: true,
        },
      ]
    : transaction,
);

export function filterExtensions(hands: EditorHands): Extension {
  return [
    Prec.highest(
      keymap.of([
        { key: 'Tab', run: acceptCompletion },
        {
          key: 'Mod-Enter',
          run: (view) => {
            closeCompletion(view);
            hands.highlight();
            return true;
          },
        },
        {
          key: 'Enter',
          run: (view) => {
            // a chosen completion is taken; otherwise Enter applies
            if (completionStatus(view.state) === 'active' && acceptCompletion(view)) return true;
            closeCompletion(view);
            hands.apply();
            return true;
          },
        },
        {
          key: 'Escape',
          run: (view) => {
            if (closeCompletion(view)) return true;
            hands.undo();
            return true;
          },
        },
        { key: 'Alt-ArrowDown', run: startCompletion },
      ]),
    ),
    oneLine,
    history(),
    closeBrackets(),
    keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
    autocompletion({
      override: [completionSource(hands)],
      selectOnOpen: false,
      icons: false,
      activateOnTypingDelay: 60,
      defaultKeymap: false,
      closeOnBlur: true,
    }),
    language,
    syntaxHighlighting(highlight),
    faults,
    placeholder('Filter: app == tls and dst.country == US'),
    EditorView.contentAttributes.of({
      'aria-label': t('Filter'),
      tabindex: '0',
      autocapitalize: 'off',
      autocorrect: 'off',
      spellcheck: 'false',
    }),
  ];
}
