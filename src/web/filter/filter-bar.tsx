/** The filter as text, with its fault said in words below it. */

import { startCompletion } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { ActionIcon, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowBackUp, IconCheck, IconFilter, IconLink, IconPencil, IconX } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { parseFilter } from '#query/filter.ts';
import type { FilterFault } from '#query/question.ts';
import { t } from '../language/t.ts';
import { told } from '../language/told.ts';
import { api } from '../state/api.ts';
import { copyText } from '../state/marks.tsx';
import { useScope } from '../state/scope.ts';
import * as format from '../style/format.ts';
import { Chips } from './chips.tsx';
import { filterExtensions } from './editor.ts';
import css from './filter-bar.module.css';
import { SavedMenu } from './saved-menu.tsx';

const VALUES = 40;
const REST_MS = 600;

export default function FilterBar() {
  const { dataset, filter, span, setFilter, setHighlight, undo } = useScope();
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView>(undefined);
  const [text, setText] = useState(filter);
  const [fault, setFault] = useState<FilterFault>();
  const [copied, setCopied] = useState(false);
  const [writing, setWriting] = useState(false);
  const small = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false });
  const checking = useRef<number>(undefined);

  const apply = useEffectEvent(() => {
    const wish = editor.current?.state.doc.toString().trim() ?? '';
    const result = parseFilter(wish);
    if (!result.ok) {
      setFault(result);
      return;
    }
    setFault(undefined);
    if (wish !== filter) setFilter(wish);
  });
  const highlight = useEffectEvent(() => {
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
            apply: () => apply(),
            highlight: () => highlight(),
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

  const changed = text.trim() !== filter;
  // where there is room for one line, it shows the parts until the hand writes
  const asChips = small && filter !== '' && !changed && !writing && fault === undefined;
  const write = () => {
    setWriting(true);
    requestAnimationFrame(() => editor.current?.focus());
  };
  const share = async () => {
    await copyText(window.location.href);
    setCopied(true);
    window.setTimeout(() => setCopied(false), 1500);
  };
  return (
    <div
      className={css.bar}
      data-fault={fault ? true : undefined}
      data-changed={changed || undefined}
      data-chips={asChips || undefined}
    >
      {asChips ? (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={26}
          onClick={write}
          aria-label={t('Write the filter')}
          title={t('Write the filter')}
        >
          <IconPencil size={16} />
        </ActionIcon>
      ) : (
        <IconFilter size={15} stroke={1.7} aria-hidden className={css.sign} />
      )}
      {asChips && <Chips />}
      <div ref={host} className={css.editor} data-filter-input />
      {changed && (
        <button type="button" className={css.apply} onClick={() => apply()}>
          {t('Apply')} <kbd>↵</kbd>
        </button>
      )}
      {changed && text.trim() !== '' && (
        <button
          type="button"
          className={css.apply}
          title={t('Marks what matches and keeps the rest (Ctrl Enter)')}
          onClick={() => highlight()}
        >
          {t('Highlight')}
        </button>
      )}
      {filter !== '' && !changed && (
        <>
          {!small && (
            <Tooltip label={t('Remove the last part (Esc)')}>
              <ActionIcon variant="subtle" color="gray" size={26} onClick={undo} aria-label={t('Remove the last part')}>
                <IconArrowBackUp size={16} />
              </ActionIcon>
            </Tooltip>
          )}
          <Tooltip label={t('Clear the filter')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={26}
              onClick={() => setFilter('')}
              aria-label={t('Clear the filter')}
            >
              <IconX size={16} />
            </ActionIcon>
          </Tooltip>
        </>
      )}
      <SavedMenu />
      <Tooltip label={copied ? t('Copied') : t('Copy a link to what you see')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={26}
          onClick={() => void share()}
          aria-label={t('Copy a link to what you see')}
        >
          {copied ? <IconCheck size={16} /> : <IconLink size={16} />}
        </ActionIcon>
      </Tooltip>
      {fault && (
        <p className={css.fault} role="alert">
          {told(fault.message)}
          {fault.expected.length > 0 && !fault.expected.some((word) => fault.message.includes(word)) && (
            <span> · {t('expected {what}', { what: fault.expected.slice(0, 6).join(', ') })}</span>
          )}
        </p>
      )}
    </div>
  );
}
