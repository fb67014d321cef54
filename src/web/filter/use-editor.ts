/** The editor of the filter: its text, what is wrong with it, and what its keys do. */
import { startCompletion } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { parseFilter } from '#query/filter.ts';
import type { FilterFault } from '#query/question.ts';
import { api } from '../state/api.ts';
import { useScope } from '../state/scope.ts';
import * as format from '../style/format.ts';
import { filterExtensions } from './editor.ts';

const VALUES = 40;
const REST_MS = 600;

interface FilterEditor {
  /** as it is written, applied or not */
  readonly text: string;
  readonly fault: FilterFault | undefined;
  /** it has the focus */
  readonly isWriting: boolean;
  /** Filters by what is written. */
  readonly apply: () => void;
  /** Highlights what is written; the filter stays. */
  readonly highlight: () => void;
  readonly focus: () => void;
}

/** `host`: the element that the editor stands in. */
export function useFilterEditor(host: RefObject<HTMLDivElement | null>): FilterEditor {
  const { dataset, filter, span, setFilter, setHighlight, undo } = useScope();
  const editor = useRef<EditorView>(undefined);
  const [text, setText] = useState(filter);
  const [fault, setFault] = useState<FilterFault>();
  const [isWriting, setWriting] = useState(false);
  const checking = useRef<number>(undefined);

  const applyNow = useEffectEvent(() => {
    const wish = editor.current?.state.doc.toString().trim() ?? '';
    const result = parseFilter(wish);
    if (!result.ok) {
      setFault(result);
      return;
    }
    setFault(undefined);
    if (wish !== filter) setFilter(wish);
  });
  const highlightNow = useEffectEvent(() => {
    const view = editor.current;
    const wish = view?.state.doc.toString().trim() ?? '';
    const result = parseFilter(wish);
    if (!result.ok) {
      setFault(result);
      return;
    }
    setHighlight(wish);
    // the bar goes back to what is filtered
    view?.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: filter } });
  });
  const takeBack = useEffectEvent(() => {
    const view = editor.current;
    // what was typed and not applied stays: the key only leaves the bar
    if (view && view.state.doc.toString().trim() !== filter) view.contentDOM.blur();
    else undo();
  });
  /** what is wrong is said once the hand rests, while the text is still being written */
  const check = useEffectEvent(() => {
    window.clearTimeout(checking.current);
    checking.current = window.setTimeout(() => {
      const wish = editor.current?.state.doc.toString().trim() ?? '';
      const result = parseFilter(wish);
      setFault(result.ok ? undefined : result);
    }, REST_MS);
  });
  const values = useEffectEvent(async (field: string, typed: string) => {
    const reply = await api.ask(dataset, {
      kind: 'values',
      scope: { filter: '', ...span },
      field,
      text: typed,
      limit: VALUES,
    });
    return reply.ok ? reply.answer.values : [];
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; the filter is put in by the effect below
  useEffect(() => {
    if (!host.current) return;
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: filter,
        extensions: [
          filterExtensions({
            apply: () => applyNow(),
            highlight: () => highlightNow(),
            undo: () => takeBack(),
            values: async (field, typed) => values(field, typed).catch(() => []),
            count: (flows) => format.counted(flows, 'flow'),
          }),
          EditorView.updateListener.of((update) => {
            if (update.focusChanged) setWriting(update.view.hasFocus);
            if (!update.docChanged) return;
            setText(update.state.doc.toString());
            setFault(undefined);
            check();
          }),
        ],
      }),
    });
    editor.current = view;
    // the palette puts the beginning of a part here
    const begin = (event: Event) => {
      const start = view.state.doc.toString().trim();
      const insert = `${start === '' ? '' : `${start} and `}${String((event as CustomEvent).detail)}`;
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert },
        selection: { anchor: insert.length },
      });
      startCompletion(view);
    };
    view.contentDOM.addEventListener('capscope-begin', begin);
    return () => {
      window.clearTimeout(checking.current);
      view.destroy();
    };
  }, []);

  useEffect(() => {
    const view = editor.current;
    if (view && view.state.doc.toString().trim() !== filter) {
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: filter },
        selection: { anchor: filter.length },
      });
    }
    const result = parseFilter(filter);
    setFault(result.ok ? undefined : result);
  }, [filter]);

  return {
    text,
    fault,
    isWriting,
    apply: () => applyNow(),
    highlight: () => highlightNow(),
    focus: () => {
      setWriting(true);
      requestAnimationFrame(() => editor.current?.focus());
    },
  };
}
