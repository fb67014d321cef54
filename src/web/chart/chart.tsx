/**
 * A picture drawn by ECharts. The caller says what to draw (`option`), which marks there are (`marks`, in reading order)
 * and what they say; this component draws it in the page's colours, keeps its size, and makes every mark work by mouse and by
 * keyboard: arrows walk the marks, Enter is a click, with Ctrl and Alt as with the mouse, the menu key opens the menu. Readers of
 * the screen get the same numbers as a table.
 */

import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { vectors } from '../export/picture.ts';
import { t } from '../language/t.ts';
import { sameMark, setHover, useHover } from '../state/hover.ts';
import { type Keys, useMarks } from '../state/marks.tsx';
import type { Value } from '../state/narrow.ts';
import { part } from '../state/part.ts';
import css from './chart.module.css';
import type { Engine, Find, Option } from './engine.ts';
import { Tip } from './tip.tsx';

export interface PictureMark {
  /** the same as `mark` of the data item, or the name of a map's region */
  readonly id: string;
  /** read out, for example "tls, 3.42 GB, 42 %" */
  readonly text: string;
  readonly find: Find;
  /** what it asks further when touched; nothing for "other" */
  readonly of?: { readonly field: string; readonly value: Value };
  /** instead of the filter of `of`, where a mark stands for more than one value */
  readonly press?: (keys: Keys) => void;
}

/** The text alternative: the picture's numbers. */
export interface Numbers {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface ChartHandle {
  /** 0 = back to the whole; `at`, longitude and latitude, comes to the middle */
  readonly zoom: (factor: number, at?: readonly [number, number]) => void;
}

export interface ChartProps {
  readonly label: string;
  readonly option: Option;
  readonly marks: readonly PictureMark[];
  readonly numbers: Numbers;
  readonly height: number | string;
  /** so many bins along the x axis are marks over the whole height, ids their numbers */
  readonly axisMarks?: number;
  /** what hovering a mark shows */
  readonly tip?: (id: string) => ReactNode;
  /** to be done once before the first drawing, for example to make a map known */
  readonly prepare?: (engine: typeof import('./engine.ts')) => Promise<void>;
  readonly handle?: Ref<ChartHandle>;
}

interface Hovered {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

/** Motion only to explain a change, never to make an entrance. */
const CHANGE_MS = 150;

const calm = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

export function Chart(props: ChartProps): ReactNode {
  const { label, option, marks, numbers, height, tip, handle } = props;
  const box = useRef<HTMLDivElement>(null);
  const engine = useRef<Engine>(undefined);
  const [ready, setReady] = useState(false);
  const [failed, setFailed] = useState<string>();
  const [hovered, setHovered] = useState<Hovered>();
  const [at, setAt] = useState(-1);
  const tableId = useId();
  const { act, menu, choose } = useMarks();
  const elsewhere = useHover();

  const press = (id: string, keys: Keys) => {
    const mark = marks.find((one) => one.id === id);
    if (mark?.press) mark.press(keys);
    else if (mark?.of) act(mark.of.field, mark.of.value, keys);
  };
  const openMenu = (id: string, x: number, y: number) => {
    const mark = marks.find((one) => one.id === id);
    setHovered(undefined);
    if (mark?.press) choose(mark.text, mark.press, x, y);
    else if (mark?.of) menu(mark.of.field, mark.of.value, x, y);
  };
  const over = (next: Hovered | undefined) => {
    setHovered(next);
    setHover(next && marks.find((one) => one.id === next.id)?.of);
  };
  // the engine is started once and calls what is true now
  const latest = useRef({ press, openMenu, over, prepare: props.prepare, axisMarks: props.axisMarks });
  latest.current = { press, openMenu, over, prepare: props.prepare, axisMarks: props.axisMarks };

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let gone = false;
    let sizes: ResizeObserver | undefined;
    const begin = async () => {
      const module = await part(() => import('./engine.ts'));
      await latest.current.prepare?.(module);
      // canvas text does not wait for fonts by itself
      await document.fonts.load("12px 'Inter Variable'").catch(() => []);
      if (gone) return;
      const started = module.start(element, {
        over: (touch) =>
          latest.current.over(touch && { id: touch.mark, x: touch.event.clientX, y: touch.event.clientY }),
        click: ({ mark, event }) => latest.current.press(mark, event),
        axisMarks: () => latest.current.axisMarks,
        menu: ({ mark, event }) => latest.current.openMenu(mark, event.clientX, event.clientY),
      });
      engine.current = started;
      vectors.set(element, () => started.svg());
      sizes = new ResizeObserver(() => started.resize());
      sizes.observe(element);
      setReady(true);
    };
    begin().catch((cause: unknown) => setFailed(cause instanceof Error ? cause.message : String(cause)));
    return () => {
      gone = true;
      sizes?.disconnect();
      engine.current?.dispose();
      engine.current = undefined;
      setReady(false);
    };
  }, []);

  useEffect(() => {
    if (ready) engine.current?.draw(option, calm() ? 0 : CHANGE_MS);
  }, [ready, option]);

  useImperativeHandle(handle, () => ({ zoom: (factor, at) => engine.current?.zoom(factor, at) }), []);

  // what is pointed at in another picture lights up here
  useEffect(() => {
    if (!ready || hovered) return;
    const mark = elsewhere && marks.find((one) => one.of && sameMark(elsewhere, one.of.field, one.of.value));
    engine.current?.light((mark ?? marks[at])?.find);
  }, [ready, elsewhere, marks, hovered, at]);

  const focusMark = (index: number) => {
    setAt(index);
    setHover(marks[index]?.of);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = STEPS[event.key];
    if (step !== undefined && marks.length > 0) {
      event.preventDefault();
      const next = step === 'first' ? 0 : step === 'last' ? marks.length - 1 : at + step;
      focusMark(Math.max(0, Math.min(marks.length - 1, next)));
      return;
    }
    const mark = marks[at];
    if (!mark) return;
    const wantsMenu = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
    if (!wantsMenu && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    const { left, top } = event.currentTarget.getBoundingClientRect();
    if (wantsMenu) openMenu(mark.id, left + 24, top + 24);
    else press(mark.id, event);
  };

  const current = marks[at];
  return (
    <div className={css.chart} style={{ height }} data-failed={failed !== undefined || undefined}>
      {/* biome-ignore lint/a11y/useSemanticElements: a canvas with marks of its own is no fieldset */}
      <div
        ref={box}
        className={css.canvas}
        role="group"
        aria-roledescription={t('chart')}
        aria-label={label}
        aria-describedby={tableId}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys walk its marks
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => focusMark(-1)}
        onContextMenu={(event) => event.preventDefault()}
      />
      <div className={css.hidden} aria-live="polite">
        {current?.text}
      </div>
      {current && <div className={css.current}>{current.text}</div>}
      {!ready && failed === undefined && (
        <div className={css.loading} role="status" data-waiting aria-label={t('Loading')} />
      )}
      {failed && (
        <p className={css.failed}>
          {t('This picture could not be drawn: {failed}. Its numbers are in the table below.', { failed })}
        </p>
      )}
      <table id={tableId} className={failed ? css.shown : css.hidden}>
        <caption>{label}</caption>
        <thead>
          <tr>
            {numbers.head.map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {numbers.rows.map((row) => (
            <tr key={row.join('\t')}>
              {row.map((text, index) => (
                <td key={numbers.head[index]}>{text}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {hovered && tip && (
        <Tip x={hovered.x} y={hovered.y}>
          {tip(hovered.id)}
        </Tip>
      )}
    </div>
  );
}

const STEPS: Readonly<Record<string, number | 'first' | 'last'>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  Home: 'first',
  End: 'last',
};
