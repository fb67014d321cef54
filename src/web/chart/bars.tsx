/** A ranking as rows: name, bar, number, share. Every row is a button that asks further; the rest is "other". */

import { VisuallyHidden } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { FIELD_BY_KEY } from '#fields/table.ts';
import type { Measure, Volume } from '#query/question.ts';
import { t } from '../language/t.ts';
import type { Guess, Guessed } from '../state/guessed.ts';
import { sameMark, useHover } from '../state/hover.ts';
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
  /** of each value what is highlighted */
  readonly marked?: ReadonlyMap<Value, Volume> | undefined;
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
    volume: Volume;
    name: ReactNode;
    guessed?: Guess | undefined;
  }>();
  const of = (volume: Volume) => volume[measure];
  // values are told apart, also where the rest of them is much more: its bar is cut then
  const longest = Math.max(...(rows.length > 0 ? rows.map((row) => of(row.volume)) : [other ? of(other) : 0]), 1);
  const isCut = other !== undefined && of(other) > longest;
  const { ref, width: listWidth } = useElementSize<HTMLOListElement>();
  const room = listWidth === 0 ? undefined : listWidth * (long ? LONG_NAMES : NAMES);
  const total = of(whole);
  const track = (volume: Volume, label: ReactNode, guessed?: Guess) => ({
    onMouseMove: (event: { clientX: number; clientY: number }) =>
      setTip({ x: event.clientX, y: event.clientY, volume, name: label, guessed }),
    onMouseOut: () => setTip(undefined),
  });
  const cells = (volume: Volume, label: ReactNode, fill: string | undefined, lit?: Volume, guessed?: Guess) => (
    <>
      <span className={css.name}>
        {label}
        {guessed?.isMost && <GuessSign />}
      </span>
      <span className={css.bar} aria-hidden>
        <Segments volume={volume} measure={measure} width={Math.min(1, of(volume) / longest)} fill={fill} />
        {guessed && of(guessed.volume) > 0 && (
          <b
            className={`${css.guessed} ${guess.over}`}
            style={part(of(volume) - of(guessed.volume), of(guessed.volume), longest)}
          />
        )}
        {lit && <b className={css.marked} style={{ width: `${(of(lit) / longest) * 100}%` }} />}
      </span>
      <span className={css.number}>{short(of(volume), measure)}</span>
      <span className={css.share}>{share(of(volume), total)}</span>
    </>
  );
  return (
    <>
      <NameRoom value={room}>
        <ol
          ref={ref}
          className={css.rows}
          data-addresses={FIELD_BY_KEY.get(field)?.type === 'ip' || undefined}
          data-long={long || undefined}
        >
          {rows.map(({ value, volume }) => {
            const faded = chosen !== undefined && chosen.size > 0 && !chosen.has(value);
            return (
              <li key={String(value)} {...track(volume, name(value), guessed?.get(value))}>
                <button
                  type="button"
                  className={css.row}
                  data-lit={sameMark(lit, field, value) || undefined}
                  data-faded={faded || undefined}
                  aria-pressed={chosen?.has(value) ?? false}
                  {...props(field, value)}
                >
                  {cells(volume, name(value), color?.(value), marked?.get(value), guessed?.get(value))}
                  {marked && (
                    <VisuallyHidden>
                      {t('{value} highlighted', { value: short(of(marked.get(value) ?? NOTHING), measure) })}
                    </VisuallyHidden>
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
            <li {...track(other, others(other.groups, many))}>
              <span className={css.row} data-other data-cut={isCut || undefined}>
                {cells(other, others(other.groups, many), color ? 'var(--other)' : undefined)}
              </span>
            </li>
          )}
        </ol>
      </NameRoom>
      {tip && (
        <Tip x={tip.x} y={tip.y}>
          <VolumeTip
            name={tip.name}
            volume={tip.volume}
            measure={plain(measure)}
            whole={whole[plain(measure)]}
            guessed={tip.guessed?.volume}
          />
        </Tip>
      )}
    </>
  );
}

/** Of the width; bars.module.css has the same. */
const NAMES = 0.5;
const LONG_NAMES = 0.66;

const NOTHING: Volume = {
  flows: 0,
  bytes: 0,
  packets: 0,
  sentBytes: 0,
  receivedBytes: 0,
  sentPackets: 0,
  receivedPackets: 0,
};

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
  measure,
  width,
  fill,
}: {
  readonly volume: Volume;
  readonly measure: BarMeasure;
  readonly width: number;
  readonly fill: string | undefined;
}) {
  const percent = (part: number) => `${Math.max(0, Math.min(1, part)) * 100}%`;
  if (fill !== undefined) return <i style={{ width: percent(width), background: fill }} />;
  if (measure === 'flows') return <i className={css.plain} style={{ width: percent(width) }} />;
  if (measure === 'sentBytes') return <i className={css.sent} style={{ width: percent(width) }} />;
  if (measure === 'receivedBytes') return <i className={css.received} style={{ width: percent(width) }} />;
  const [sent, received] =
    measure === 'bytes' ? [volume.sentBytes, volume.receivedBytes] : [volume.sentPackets, volume.receivedPackets];
  const sum = Math.max(1, sent + received);
  return (
    <>
      <i className={css.sent} style={{ width: percent((width * sent) / sum) }} />
      <i className={css.received} style={{ width: percent((width * received) / sum) }} />
    </>
  );
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
