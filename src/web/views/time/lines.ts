/** What an answer over time shows as lines, by a field. */
import { type Guessed, isMostGuessed } from '#query/guessed.ts';
import type { Answer } from '#query/question.ts';
import { valueText } from '../../chart/value-name.tsx';
import { t } from '../../language/t.ts';
import type { Series } from '../../pictures/series.ts';
import type { ChartColors } from '../../style/theme.ts';
import { type Rate, valuesOf } from './rates.ts';

export function seriesOf(
  answer: Answer<'timeline'> | Answer<'presence'>,
  rate: Rate,
  by: string,
  colors: ChartColors,
  guessed: Guessed,
): readonly Series[] {
  const all = 'all' in answer ? answer.all : undefined;
  const lines = linesOf(answer, rate, by, colors, guessed);
  // a host may be in several lines, so they are not added up
  return all === undefined || lines.length < 2
    ? lines
    : [...lines, { name: t('all hosts'), color: colors.text, values: all }];
}

function linesOf(
  answer: Answer<'timeline'> | Answer<'presence'>,
  rate: Rate,
  by: string,
  colors: ChartColors,
  guessed: Guessed,
): readonly Series[] {
  return answer.series.map((one): Series => {
    const value = one.value || undefined;
    const values = 'counts' in one ? one.counts : valuesOf(one, rate, answer.widthMs);
    if (one.value === undefined) return { name: t('others'), color: colors.other, values };
    return {
      name: valueText(by, value),
      color: by === 'app' ? colors.app(one.value) : one.value === '' ? colors.other : colors.value(one.value),
      of: { field: by, value },
      isGuess: isMostGuessed(guessed, value),
      values,
    };
  });
}
