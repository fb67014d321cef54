/** How good the captures are: each thing that can be wrong with them, what it means for the numbers, and the flows that show it. */

import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Quality, QualityItem, Standing } from '#app/model.ts';
import { t } from '../../language/t.ts';
import { told } from '../../language/told.ts';
import { api } from '../../state/api.ts';
import { useDataset } from '../../state/events.ts';
import { readSearch, useScope } from '../../state/scope.ts';
import * as format from '../../style/format.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import css from './quality.module.css';

const MARKS: Readonly<Record<Standing, { readonly icon: typeof IconCircleCheck; readonly word: string }>> = {
  good: { icon: IconCircleCheck, word: 'good' },
  note: { icon: IconInfoCircle, word: t('good to know') },
  bad: { icon: IconAlertTriangle, word: t('numbers are off') },
  unknown: { icon: IconCircleDashed, word: t('not told') },
};

export function QualityPanel(): ReactNode {
  const { dataset } = useScope();
  const version = useDataset(dataset)?.version;
  const quality = useQuery({
    queryKey: ['quality', dataset, version],
    queryFn: () => api.quality(dataset),
    enabled: dataset !== '',
    placeholderData: (old: Quality | undefined) => old,
    retry: false,
  });
  const items = quality.data?.items ?? [];
  return (
    <ViewFrame
      title={t('How good are the captures?')}
      subtitle={quality.data?.text}
      answers={[
        {
          data: quality.data,
          loading: quality.isPending,
          dimmed: quality.isPlaceholderData,
          fault: undefined,
          error: quality.error ?? undefined,
          retry: () => void quality.refetch(),
        },
      ]}
      data={() => ({
        head: ['what', 'standing', 'count', 'of', 'unit', 'meaning', 'filter'],
        rows: items.map((item) => [
          item.label,
          item.standing,
          item.count,
          item.of,
          item.unit,
          item.text,
          item.filter ?? '',
        ]),
      })}
    >
      <ul className={css.items}>
        {items.map((item) => (
          <Item key={item.key} item={item} dataset={dataset} />
        ))}
      </ul>
    </ViewFrame>
  );
}

function Item({ item, dataset }: { readonly item: QualityItem; readonly dataset: string }): ReactNode {
  const { icon: Mark, word } = MARKS[item.standing];
  const isCounted = item.standing !== 'unknown' && item.of > 0;
  return (
    <li data-standing={item.standing}>
      <Mark size={18} stroke={1.8} aria-label={word} className={css.mark} />
      <h3>{told(item.label)}</h3>
      <p className={css.amount}>
        {isCounted && (
          <>
            {t('{part} of {all}', { part: amount(item.count, item), all: amount(item.of, item) })}
            {item.count > 0 && <span> ({format.share(item.count, item.of)})</span>}
          </>
        )}
      </p>
      <p className={css.text}>
        {told(item.text)}{' '}
        {item.filter !== undefined && item.standing !== 'good' && item.count > 0 && (
          <Link
            to="/d/$dataset/$view"
            params={{ dataset, view: 'flows' }}
            search={(old: object) => readSearch({ ...old, q: item.filter, t: undefined })}
          >
            {t('Show the flows')}
          </Link>
        )}
      </p>
      {item.parts.length > 0 && (
        <ul className={css.parts}>
          {item.parts.map((part) => (
            <li key={part.label}>
              {told(part.label)}
              {item.unit !== 'files' && <b>{format.exact(part.count)}</b>}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

const amount = (value: number, { unit }: QualityItem): string =>
  unit === 'bytes' ? format.bytes(value) : `${format.exact(value)} ${value === 1 ? unit.slice(0, -1) : unit}`;
