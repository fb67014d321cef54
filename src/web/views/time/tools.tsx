/** What is drawn over time, and how. */
import { SegmentedControl, Select } from '@mantine/core';
import { t } from '../../language/t.ts';
import { FieldSelect } from '../../pictures/field-select.tsx';
import type { Shape } from '../../pictures/series.ts';
import * as format from '../../style/format.ts';
import { EARLIER, type Earlier, RATES, type Rate } from './rates.ts';
import css from './time.module.css';

/** As it stands in the address. */
export const DEFAULTS = { rate: 'bits', by: 'app', shape: 'area', width: '', ghost: 'none', hour: '' } as const;

interface Props {
  readonly rate: Rate;
  readonly by: string;
  readonly shape: Shape;
  readonly ghost: Earlier;
  /** widths of bins that fit the time, in ms, and the one chosen; undefined: what fits best */
  readonly widths: readonly number[];
  readonly width: number | undefined;
  readonly set: (look: Partial<Record<keyof typeof DEFAULTS, string>>) => void;
}

export function TimeTools({ rate, by, shape, ghost, widths, width, set }: Props) {
  return (
    <div className={css.tools}>
      <Select
        size="xs"
        aria-label={t('What is measured')}
        data={RATES.map(({ value, label }) => ({ value, label }))}
        value={rate}
        onChange={(next) => next && set({ rate: next })}
        allowDeselect={false}
        w={130}
      />
      <FieldSelect label={t('Lines by')} value={by} onChange={(next) => set({ by: next })} />
      <Select
        size="xs"
        aria-label={t('Width of a bin')}
        data={[
          { value: '', label: t('bins that fit') },
          ...widths.map((one) => ({
            value: String(one),
            label: t('every {width}', { width: format.round(format.duration(one / 1000)) }),
          })),
        ]}
        value={width === undefined ? '' : String(width)}
        onChange={(next) => set({ width: next ?? '' })}
        allowDeselect={false}
        w={120}
      />
      <Select
        size="xs"
        aria-label={t('Compare with an earlier time')}
        data={EARLIER.map(({ value, label }) => ({ value, label }))}
        value={ghost}
        onChange={(next) => next && set({ ghost: next })}
        allowDeselect={false}
        w={150}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('How to draw it')}
        data={[
          { value: 'area', label: t('Areas') },
          { value: 'line', label: t('Lines') },
          { value: 'bar', label: t('Bars') },
        ]}
        value={shape}
        onChange={(next) => set({ shape: next })}
      />
    </div>
  );
}
