/** The largest values of one field. */
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Question, Volume } from '#query/question.ts';
import { type BarMeasure, Bars } from '../../chart/bars.tsx';
import { ValueName } from '../../chart/value-name.tsx';
import { useAnswer } from '../../state/answer.ts';
import { useDataset } from '../../state/events.ts';
import { useOwnScope } from '../../state/own-scope.ts';
import { useScope } from '../../state/scope.ts';
import * as format from '../../style/format.ts';
import { useChartColors } from '../../style/theme.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import css from './statistics.module.css';

const FEW = 10;
const MANY = 100;

export function TopPanel({
  field,
  measure,
  title,
  many,
}: {
  readonly field: string;
  readonly measure: BarMeasure;
  readonly title: string;
  readonly many: string;
}): ReactNode {
  const { dataset } = useScope();
  const all = useDataset(dataset);
  const [long, setLong] = useState(false);
  const { scope, chosen } = useOwnScope(field);
  const colors = useChartColors();
  const question = { kind: 'top', scope, field, measure, limit: long ? MANY : FEW } satisfies Question;
  const asked = useAnswer(question);
  const { rows = [], other, total } = asked.data ?? {};
  return (
    <ViewFrame
      title={title}
      subtitle={total && scopeWords(measure, total, all?.flows ?? total.flows)}
      answers={[asked]}
      empty={rows.length === 0}
      actions={
        (other || long) && (
          <Button size="compact-xs" variant="default" onClick={() => setLong(!long)}>
            {long ? `Show ${FEW}` : 'Show more'}
          </Button>
        )
      }
    >
      {total && (
        <div className={css.list}>
          <Bars
            field={field}
            rows={rows.map(({ value, ...volume }) => ({ value, volume }))}
            {...(other ? { other } : {})}
            whole={total}
            measure={measure}
            many={many}
            chosen={chosen}
            name={(value) => (
              <ValueName
                field={field}
                value={value}
                color={field === 'app' ? colors.app(value as string | undefined) : undefined}
              />
            )}
          />
        </div>
      )}
    </ViewFrame>
  );
}

const UNIT: Readonly<Record<Exclude<BarMeasure, 'flows'>, string>> = {
  bytes: 'bytes, both directions',
  sentBytes: 'bytes sent',
  receivedBytes: 'bytes received',
  packets: 'packets, both directions',
};

/** "bytes sent, 3.4 GB in 12 430 of 60 000 flows" */
function scopeWords(measure: BarMeasure, total: Volume, all: number): string {
  // while an import runs the answer may know more than the dataset's last report
  const flows =
    total.flows >= all
      ? `all ${format.count(total.flows)} flows`
      : `${format.count(total.flows)} of ${format.count(all)} flows`;
  return measure === 'flows' ? flows : `${UNIT[measure]}, ${format.measured(total[measure], measure)} in ${flows}`;
}
