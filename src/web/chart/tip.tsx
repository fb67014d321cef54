/** What hovering shows: beside the pointer, inside the window, exact numbers. */

import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Measure, Volume } from '#query/question.ts';
import { t } from '../language/t.ts';
import { exact, exactBytes, measureWord, share } from '../style/format.ts';
import css from './chart.module.css';
import { markedWords } from './marked.tsx';

const GAP = 14;

export function Tip({
  x,
  y,
  children,
}: {
  readonly x: number;
  readonly y: number;
  readonly children: ReactNode;
}): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: x + GAP, top: y + GAP });
  useLayoutEffect(() => {
    const size = box.current?.getBoundingClientRect();
    if (!size) return;
    const left = x + GAP + size.width > window.innerWidth - 8 ? Math.max(8, x - GAP - size.width) : x + GAP;
    const top = y + GAP + size.height > window.innerHeight - 8 ? Math.max(8, y - GAP - size.height) : y + GAP;
    setPlace((old) => (old.left === left && old.top === top ? old : { left, top }));
  }, [x, y]);
  return createPortal(
    <div ref={box} className={css.tip} style={place} role="presentation">
      {children}
    </div>,
    document.body,
  );
}

/** A thing's volumes, exact, with its share of the whole by the chosen measure. */
export function VolumeTip({
  name,
  volume,
  measure,
  whole,
  guessed,
  marked,
}: {
  readonly name: ReactNode;
  readonly volume: Volume;
  readonly measure: Measure;
  readonly whole: number;
  /** what of it is told by the port alone */
  readonly guessed?: Volume | undefined;
  /** what of it is highlighted */
  readonly marked?: Volume | undefined;
}): ReactNode {
  return (
    <>
      <strong>{name}</strong>
      <dl>
        <dt>{t('share of {measure}', { measure: measureWord(measure) })}</dt>
        <dd>{share(volume[measure], whole) || '–'}</dd>
        <dt>{measureWord('bytes')}</dt>
        <dd>{exactBytes(volume.bytes)}</dd>
        <dt>{t('sent')}</dt>
        <dd>{exactBytes(volume.sentBytes)}</dd>
        <dt>{t('received')}</dt>
        <dd>{exactBytes(volume.receivedBytes)}</dd>
        <dt>{t('packets')}</dt>
        <dd>{exact(volume.packets)}</dd>
        <dt>{t('flows')}</dt>
        <dd>{exact(volume.flows)}</dd>
        {marked !== undefined && (
          <>
            <dt>{t('highlighted')}</dt>
            <dd>{markedWords(marked[measure], volume[measure], measure)}</dd>
          </>
        )}
        {guessed !== undefined && guessed.flows > 0 && (
          <>
            <dt>{t('guessed by port')}</dt>
            <dd>
              {t('{share} of {measure}', {
                share: share(guessed[measure], volume[measure]) || '0 %',
                measure: measureWord(measure),
              })}
            </dd>
          </>
        )}
      </dl>
    </>
  );
}
