/** When: a day a row, an hour a column, coloured by volume; a cell narrows the time. */

import { type ReactNode, useCallback, useMemo } from 'react';
import type { Answer, Measure, Question } from '#query/question.ts';
import { Chart, type PictureMark } from '../chart/chart.tsx';
import { MarkedTip, markedText } from '../chart/marked.tsx';
import { t } from '../language/t.ts';
import { useAnswer } from '../state/answer.ts';
import { useDataset } from '../state/events.ts';
import { both } from '../state/narrow.ts';
import { type Span, useScope } from '../state/scope.ts';
import * as format from '../style/format.ts';
import { useChartColors } from '../style/theme.ts';
import { ViewFrame } from '../style/view-frame.tsx';
import { useZone } from '../style/zone.ts';
import { type DayHours, fold } from './day-hours.ts';
import { hoursOption } from './hours-option.ts';
import { binCount, useMarkedBins } from './marked-bins.ts';

const HOUR = 3_600_000;
/** as many bins as are answered at most */
const MOST_BINS = 5000;
const ROW = 24;

type Timeline = Answer<'timeline'>;

const foldedOf = (answer: Timeline, measure: Measure, zone: format.Zone): DayHours =>
  fold(
    answer.from,
    answer.widthMs,
    Array.from({ length: binCount(answer) }, (_, bin) =>
      answer.series.reduce((sum, one) => sum + (one[measure][bin] ?? 0), 0),
    ),
    zone,
  );

interface Props {
  readonly title: string;
  readonly most?: number;
  /** a part of the filter that this picture alone adds */
  readonly within?: string;
  /** instead of narrowing the time to an hour */
  readonly onHour?: (span: Span) => void;
  /** start of the hour that is looked at, ms since 1970 */
  readonly chosen?: number | undefined;
}

export function HoursPanel({ title, most = 14, within = '', onHour, chosen }: Props): ReactNode {
  const { dataset, scope: ofPage, measure, setSpan } = useScope();
  const scope = useMemo(() => ({ ...ofPage, filter: both(ofPage.filter, within) }), [ofPage, within]);
  const all = useDataset(dataset);
  const colors = useChartColors();
  const [zone] = useZone();
  const from = scope.from ?? all?.first;
  const to = scope.to ?? all?.last;
  const hours = from === undefined || to === undefined ? 0 : Math.ceil((to - from) / HOUR) + 1;
  const asked = useAnswer(
    from === undefined
      ? undefined
      : ({
          kind: 'timeline',
          scope,
          by: 'ip.version',
          limit: 4,
          bins: Math.min(MOST_BINS, hours * 3),
        } satisfies Question),
  );
  const answer = asked.data;
  const tooLong = answer !== undefined && answer.widthMs > HOUR;
  const folded = useMemo(() => answer && foldedOf(answer, measure, zone), [answer, measure, zone]);
  const marking = useMarkedBins(scope, 'ip.version', measure, tooLong ? undefined : answer);
  const marked = useMemo(
    () =>
      marking &&
      answer &&
      new Map(fold(answer.from, answer.widthMs, marking, zone).cells.map((cell) => [cell.from, cell.value])),
    [marking, answer, zone],
  );
  const litOf = useCallback((cell: DayHours['cells'][number]) => marked && (marked.get(cell.from) ?? 0), [marked]);
  // the days that count: those with traffic
  const busy = useMemo(() => {
    if (folded === undefined) return [];
    const seen = new Set(folded.cells.filter((cell) => cell.value > 0).map((cell) => cell.day));
    return folded.days.map((name, index) => ({ name, index })).filter(({ index }) => seen.has(index));
  }, [folded]);
  const rows = useMemo(() => busy.slice(0, most), [busy, most]);
  const option = useMemo(
    () => hoursOption({ folded, rows, colors, chosen, litOf }),
    [folded, rows, colors, chosen, litOf],
  );
  const text = (value: number) => format.exactMeasured(value, measure);
  const cells = folded?.cells ?? [];
  const nameOf = (index: number) => {
    const cell = cells[index]!;
    return `${folded!.days[cell.day]} ${String(cell.hour).padStart(2, '0')}:00`;
  };
  return (
    <ViewFrame
      title={title}
      subtitle={
        folded &&
        !tooLong &&
        [
          t('{measure} by day and hour, {zone}', {
            measure: measure === 'flows' ? t('flows begun') : format.measureWord(measure),
            zone: format.zoneName(zone, answer!.from),
          }),
          colors.scheme === 'light'
            ? t('darker is more, on a logarithmic scale')
            : t('darker is less, on a logarithmic scale'),
          ...(busy.length > rows.length
            ? [t('the first {shown} of {all} days with traffic', { shown: rows.length, all: busy.length })]
            : []),
        ].join('; ')
      }
      answers={[asked]}
      empty={tooLong || busy.length === 0}
      {...(tooLong
        ? {
            emptyNote: <p>{t('This time is too long to show by the hour. Choose a part of it in the strip above.')}</p>,
          }
        : {})}
      data={() => ({
        head: ['day', 'hour', measure],
        rows: cells.map((cell) => [folded!.days[cell.day], cell.hour, cell.value]),
      })}
    >
      <Chart
        label={title}
        height={rows.length * ROW + 26}
        option={option}
        marks={cells.flatMap((cell, index): PictureMark[] =>
          rows.some((row) => row.index === cell.day)
            ? [
                {
                  id: String(index),
                  text: `${nameOf(index)}: ${text(cell.value)}${markedText(litOf(cell), cell.value, measure)}`,
                  find: { seriesIndex: 1, dataIndex: index },
                  press: () => (onHour ?? setSpan)({ from: cell.from, to: cell.to }),
                },
              ]
            : [],
        )}
        numbers={{
          head: [t('Hour'), format.measureWord(measure)],
          rows: cells.filter((cell) => cell.value > 0).map((cell) => [nameOf(cells.indexOf(cell)), text(cell.value)]),
        }}
        tip={(id) => (
          <>
            <strong>{nameOf(Number(id))}</strong>
            {text(cells[Number(id)]!.value)}
            <MarkedTip marked={litOf(cells[Number(id)]!)} whole={cells[Number(id)]!.value} measure={measure} />
          </>
        )}
      />
    </ViewFrame>
  );
}
