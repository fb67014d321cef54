/** The filter as text, with its fault said in words below it. */

import { ActionIcon, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowBackUp, IconCheck, IconFilter, IconLink, IconPencil, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { FilterFault } from '#query/question.ts';
import { t } from '../language/t.ts';
import { told } from '../language/told.ts';
import { copyText } from '../state/marks.tsx';
import { useScope } from '../state/scope.ts';
import { Chips } from './chips.tsx';
import css from './filter-bar.module.css';
import { SavedMenu } from './saved-menu.tsx';
import { useFilterEditor } from './use-editor.ts';

const COPIED_MS = 1500;

export default function FilterBar() {
  const { filter, setFilter, undo } = useScope();
  const host = useRef<HTMLDivElement>(null);
  const { text, fault, isWriting, apply, highlight, focus } = useFilterEditor(host);
  const small = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false });
  const changed = text.trim() !== filter;
  // where there is room for one line, it shows the parts until the hand writes
  const asChips = small && filter !== '' && !changed && !isWriting && fault === undefined;
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
          onClick={focus}
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
        <button type="button" className={css.apply} onClick={apply}>
          {t('Apply')} <kbd>↵</kbd>
        </button>
      )}
      {changed && text.trim() !== '' && (
        <button
          type="button"
          className={css.apply}
          title={t('Marks what matches and keeps the rest (Ctrl Enter)')}
          onClick={highlight}
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
      <ShareLink />
      {fault && <Fault fault={fault} />}
    </div>
  );
}

function ShareLink() {
  const [copied, setCopied] = useState(false);
  const share = async () => {
    await copyText(window.location.href);
    setCopied(true);
    window.setTimeout(() => setCopied(false), COPIED_MS);
  };
  return (
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
  );
}

function Fault({ fault }: { readonly fault: FilterFault }) {
  return (
    <p className={css.fault} role="alert">
      {told(fault.message)}
      {fault.expected.length > 0 && !fault.expected.some((word) => fault.message.includes(word)) && (
        <span> · {t('expected {what}', { what: fault.expected.slice(0, 6).join(', ') })}</span>
      )}
    </p>
  );
}
