/** The applications by volume, as a treemap or as bars. */

import { SegmentedControl } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type ReactNode, useMemo } from 'react';
import type { Guessed } from '#query/guessed.ts';
import type { Answer, Measure, Question } from '#query/question.ts';
import { Bars } from '../../chart/bars.tsx';
import { Chart, type PictureMark } from '../../chart/chart.tsx';
import { GuessKey } from '../../chart/guess.tsx';
import { markedText } from '../../chart/marked.tsx';
import { scopeWords } from '../../chart/scope-words.ts';
import { VolumeTip } from '../../chart/tip.tsx';
import { ValueName, valueText } from '../../chart/value-name.tsx';
import { t } from '../../language/t.ts';
import { volumeTable } from '../../pictures/volume-table.ts';
import { useAnswer } from '../../state/answer.ts';
import { useDataset } from '../../state/events.ts';
import { useGuessed } from '../../state/guessed.ts';
import { type MarkedTop, useMarkedTop } from '../../state/marked.ts';
import { useOwnScope } from '../../state/own-scope.ts';
import { useScope } from '../../state/scope.ts';
import { useViewState } from '../../state/view-state.ts';
import * as format from '../../style/format.ts';
import { useChartColors } from '../../style/theme.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import css from './protocols.module.css';
import { treemap } from './treemap.ts';

const LIMIT = 24;
const LOOK = { apps: 'treemap' } as const;
const HEIGHT = 320;
type Rows = Answer<'top'>['rows'];

export function Applications(): ReactNode {
  const { dataset, measure } = useScope();
  const flows = useDataset(dataset)?.flows;
  const colors = useChartColors();
  const { scope, chosen } = useOwnScope('app');
  const question = { kind: 'top', scope, field: 'app', measure, limit: LIMIT } satisfies Question;
  const asked = useAnswer(question);
  const guessed = useGuessed(scope);
  const { rows, other, total } = asked.data ?? {};
  const marked = useMarkedTop(question);
  const { ref, width } = useElementSize<HTMLDivElement>();
  const [state, set] = useViewState(LOOK);
  const bars = state.apps === 'bars';
  const drawn = useMemo(
    () => treemap(rows ?? [], other, measure, colors, chosen, guessed, marked, { width, height: HEIGHT }),
    [rows, other, measure, colors, chosen, guessed, marked, width],
  );
  const subtitle = total && scopeWords(measure, total, flows ?? total.flows, rows ?? [], chosen);
  return (
    <ViewFrame
      title={t('Which applications carry the traffic?')}
      subtitle={
        <>
          {subtitle} {rows?.some((row) => guessed.has(row.value)) && <GuessKey />}
        </>
      }
      answers={[asked]}
      bodyClassName={css.tall!}
      empty={rows?.length === 0}
      data={() =>
        volumeTable(
          ['app'],
          (rows ?? []).map(({ value, ...volume }) => ({
            values: [value],
            volume,
            guessed: guessed.get(value)?.volume,
          })),
          other,
          true,
        )
      }
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t('How to draw it')}
          data={[
            { value: 'treemap', label: t('Areas') },
            { value: 'bars', label: t('Bars') },
          ]}
          value={bars ? 'bars' : 'treemap'}
          onChange={(apps) => set({ apps })}
        />
      }
    >
      {rows &&
        total &&
        (bars ? (
          <div className={css.bars}>
            <Bars
              field="app"
              rows={rows.map(({ value, ...volume }) => ({ value, volume }))}
              {...(other ? { other } : {})}
              whole={total}
              measure={measure}
              chosen={chosen}
              guessed={guessed}
              marked={marked}
              many={t('other applications')}
              color={(value) => colors.app(String(value ?? ''))}
              name={(value) => <ValueName field="app" value={value} />}
            />
          </div>
        ) : (
          <div ref={ref}>
            <Chart
              label={t('Applications by volume')}
              height={HEIGHT}
              option={drawn}
              marks={marksOf(rows, measure, total[measure], guessed, marked)}
              numbers={{
                head: [
                  t('Application'),
                  t('Bytes'),
                  t('Packets'),
                  t('Flows'),
                  t('Share of {measure}', { measure: format.measureWord(measure) }),
                ],
                rows: rows.map((row) => [
                  valueText('app', row.value),
                  format.exact(row.bytes),
                  format.exact(row.packets),
                  format.exact(row.flows),
                  format.share(row[measure], total[measure]),
                ]),
              }}
              tip={(id) => {
                const row = id === 'other' ? other : rows[Number(id)];
                return (
                  row && (
                    <VolumeTip
                      name={
                        'groups' in row
                          ? t('{groups} other applications', { groups: format.count(row.groups) })
                          : valueText('app', (row as Rows[number]).value)
                      }
                      volume={row}
                      guessed={'groups' in row ? undefined : guessed.get((row as Rows[number]).value)?.volume}
                      marked={'groups' in row ? marked?.other : marked?.of((row as Rows[number]).value)}
                      measure={measure}
                      whole={total[measure]}
                    />
                  )
                );
              }}
            />
          </div>
        ))}
    </ViewFrame>
  );
}

const marksOf = (
  rows: Rows,
  measure: Measure,
  whole: number,
  guessed: Guessed,
  marked: MarkedTop | undefined,
): PictureMark[] =>
  rows.map((row, index) => ({
    id: String(index),
    text: `${valueText('app', row.value)}: ${format.exactMeasured(row[measure], measure)}, ${format.share(row[measure], whole)}${guessed.get(row.value)?.isMost ? `, ${t('guessed by port')}` : ''}${markedText(marked?.of(row.value)?.[measure], row[measure], measure)}`,
    // 0 is the root of the tree
    find: { seriesIndex: 0, dataIndex: index + 1 },
    of: { field: 'app', value: row.value },
  }));
