/** A ranking as rows: name, bar, number, share. Every row is a button that asks further; the rest is "other". */

import { VisuallyHidden } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { FIELD_BY_KEY } from '#fields/table.ts';
import type { Guess, Guessed } from '#query/guessed.ts';
import type { Measure, Volume } from '#query/question.ts';
import { t } from '../language/t.ts';
import { sameMark, useHover } from '../state/hover.ts';
import { type MarkedTop, NO_VOLUME } from '../state/marked.ts';
import { useMarks } from '../state/marks.tsx';
import type { Value } from '../state/narrow.ts';
import { count, measured, share } from '../style/format.ts';
import css from './bars.module.css';
import guess from './guess.module.css';
import { GuessSign } from './guess.tsx';
import { NameRoom } from './name-room.ts';
import { Tip, VolumeTip } from './tip.tsx';
import { valueText } from './value-name.tsx';

export type BarMeasure = Measure | 'sentBytes' | 'receivedBytes';

export interface BarRow {
  readonly value: Value;
  readonly volume: Volume;
}

export interface BarsProps {
  readonly field: string;
  readonly rows: readonly BarRow[];
  readonly other?: Volume & { readonly groups: number };
  /** what 100 % is */
  readonly whole: Volume;
  readonly measure: BarMeasure;
  /** the name as shown, with a flag or colour spot before it */
  readonly name: (value: Value) => ReactNode;
  /** one colour a bar; without it bars are split into sent and received, where the measure has directions */
  readonly color?: (value: Value) => string;
  /** values that the filter asks for; the others step back */
  readonly chosen?: ReadonlySet<Value>;
  /** what is highlighted of each value, and of the rest */
  readonly marked?: MarkedTop | undefined;
  /** of each value what is told by the port alone */
  readonly guessed?: Guessed | undefined;
  readonly many?: string;
  /** names get more of the width than bars */
  readonly long?: boolean;
}

export function Bars({
  field,
  rows,
  other,
  whole,
  measure,
  name,
  color,
  chosen,
  marked,
  guessed,
  many = t('others'),
  long = false,
}: BarsProps): ReactNode {
  const { props, menu } = useMarks();
  const lit = useHover();
  const [tip, setTip] = useState<{
    x: number;
    y: number;
    /** undefined: the rest of them */
    row: { readonly value: Value } | undefined;
    volume: Volume;
    name: ReactNode;
    guessed?: Guess | undefined;
    marked?: Volume | undefined;
  }>();
  const of = (volume: Volume) => volume[measure];
  // values are told apart, also where the rest of them is much more: its bar is cut then
  const longest = Math.max(...(rows.length > 0 ? rows.map((row) => of(row.volume)) : [other ? of(other) : 0]), 1);
  const isCut = other !== undefined && of(other) > longest;
  const { ref, width: listWidth } = useElementSize<HTMLOListElement>();
  const isAddress = FIELD_BY_KEY.get(field)?.type === 'ip';
  const room = listWidth === 0 ? undefined : listWidth * (long ? LONG_NAMES : isAddress ? ADDRESSES : NAMES);
  const total = of(whole);
  const track = (
    row: { readonly value: Value } | undefined,
    volume: Volume,
    label: ReactNode,
    marked?: Volume,
    guessed?: Guess,
  ) => {
    const show = (event: { clientX: number; clientY: number }) =>
      setTip({ x: event.clientX, y: event.clientY, row, volume, name: label, guessed, marked });
    // a row that comes to stand under a pointer that rests is told, too
    return { onMouseOver: show, onMouseMove: show, onMouseOut: () => setTip(undefined) };
  };
  // a click may have taken away the row that was pointed at: it leaves without a word
  const isThere =
    tip !== undefined &&
    (tip.row === undefined ? other !== undefined : rows.some(({ value }) => value === tip.row?.value));
  // a flow counts at both its ends: the sum of all but a few is no share of anything
  const isShare = (volume: Volume) => volume !== other || FIELD_BY_KEY.get(field)?.either === undefined;
  const cells = (volume: Volume, label: ReactNode, fill: string | undefined, lit?: Volume, guessed?: Guess) => (
    <>
      <span className={css.name}>
        {label}
        {guessed?.isMost && <GuessSign />}
      </span>
      <span className={css.bar} aria-hidden>
        <Segments
          volume={volume}
          marked={marked && (lit ?? NO_VOLUME)}
          measure={measure}
          width={Math.min(1, of(volume) / longest)}
          fill={fill}
        />
        {guessed && of(guessed.volume) > 0 && (
          <b
            className={`${css.guessed} ${guess.over}`}
            style={part(of(volume) - of(guessed.volume), of(guessed.volume), longest)}
          />
        )}
      </span>
      <span className={css.number}>{short(of(volume), measure)}</span>
      <span className={css.share}>{isShare(volume) && share(of(volume), total)}</span>
    </>
  );
  return (
    <>
      <NameRoom value={room}>
        <ol ref={ref} className={css.rows} data-addresses={isAddress || undefined} data-long={long || undefined}>
          {rows.map(({ value, volume }) => {
            const faded = chosen !== undefined && chosen.size > 0 && !chosen.has(value);
            const lights = marked?.of(value);
            return (
              <li key={String(value)} {...track({ value }, volume, name(value), lights, guessed?.get(value))}>
                <button
                  type="button"
                  className={css.row}
                  data-lit={sameMark(lit, field, value) || undefined}
                  data-faded={faded || undefined}
                  aria-pressed={chosen?.has(value) ?? false}
                  {...props(field, value)}
                >
                  {cells(volume, name(value), color?.(value), lights, guessed?.get(value))}
                  {lights && (
                    <VisuallyHidden>{t('{value} highlighted', { value: short(of(lights), measure) })}</VisuallyHidden>
                  )}
                </button>
                <button
                  type="button"
                  className={css.more}
                  aria-label={t('More about {field}', { field: valueText(field, value) })}
                  onClick={(event) => {
                    const { left, bottom } = event.currentTarget.getBoundingClientRect();
                    menu(field, value, left, bottom);
                  }}
                >
                  ⋯
                </button>
              </li>
            );
          })}
          {other && (
            <li {...track(undefined, other, others(other.groups, many), marked?.other)}>
              <span className={css.row} data-other data-cut={isCut || undefined}>
                {cells(other, others(other.groups, many), color ? 'var(--other)' : undefined, marked?.other)}
              </span>
            </li>
          )}
        </ol>
      </NameRoom>
      {isThere && (
        <Tip x={tip.x} y={tip.y}>
          <VolumeTip
            name={tip.name}
            volume={tip.volume}
            measure={plain(measure)}
            whole={whole[plain(measure)]}
            guessed={tip.guessed?.volume}
            marked={tip.marked}
          />
        </Tip>
      )}
    </>
  );
}

/** Of the width; bars.module.css has the same. */
const NAMES = 0.5;
const ADDRESSES = 0.6;
const LONG_NAMES = 0.66;

/** From where on a bar something stands, and how long, of the longest bar. */
const part = (before: number, size: number, longest: number) => ({
  left: `${(Math.max(0, before) / longest) * 100}%`,
  width: `${(size / longest) * 100}%`,
});

/** 12 other sources, 1 other source */
const others = (groups: number, many: string) => (groups === 1 ? t('1 other') : `${count(groups)} ${many}`);

const plain = (measure: BarMeasure): Measure => (measure === 'packets' || measure === 'flows' ? measure : 'bytes');

const short = (value: number, measure: BarMeasure) =>
  measure === 'packets' || measure === 'flows' ? count(value) : measured(value, measure);

function Segments({
  volume,
  marked,
  measure,
  width,
  fill,
}: {
  readonly volume: Volume;
  /** what is highlighted of it: comes first, the rest is pale; undefined: nothing is highlighted anywhere */
  readonly marked: Volume | undefined;
  readonly measure: BarMeasure;
  readonly width: number;
  readonly fill: string | undefined;
}) {
  const pieces = (of: Volume): readonly (readonly [size: number, className: string | undefined])[] => {
    if (fill !== undefined) return [[of[measure], undefined]];
    if (measure === 'bytes')
      return [
        [of.sentBytes, css.sent],
        [of.receivedBytes, css.received],
      ];
    if (measure === 'packets')
      return [
        [of.sentPackets, css.sent],
        [of.receivedPackets, css.received],
      ];
    return [[of[measure], measure === 'flows' ? css.plain : measure === 'sentBytes' ? css.sent : css.received]];
  };
  const all = pieces(volume);
  const lit = marked && pieces(marked);
  const sum = Math.max(
    1,
    all.reduce((total, [size]) => total + size, 0),
  );
  const drawn = [
    ...(lit ?? all).map(([size, className]) => ({ size, className, isPale: false })),
    ...(lit ? all.map(([size, className], at) => ({ size: size - lit[at]![0], className, isPale: true })) : []),
  ].filter(({ size }) => size > 0);
  return drawn.map(({ size, className, isPale }) => (
    <i
      key={`${className} ${isPale}`}
      className={className}
      data-pale={isPale || undefined}
      style={{
        width: `${Math.min(1, (width * size) / sum) * 100}%`,
        ...(fill === undefined ? {} : { background: fill }),
      }}
    />
  ));
}

/** What blue and orange mean: of the value itself where it stands for an end, else of the flows' source. */
export function SentReceived({ own }: { readonly own: boolean }): ReactNode {
  return (
    <span className={css.key}>
      <span>
        <i className={css.sent} aria-hidden /> {own ? t('sent') : t('source sent')}
      </span>
      <span>
        <i className={css.received} aria-hidden /> {own ? t('received') : t('source received')}
      </span>
    </span>
  );
}
