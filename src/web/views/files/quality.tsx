/** How good the captures are: each thing that can be wrong with them, what it means for the numbers, and the flows that show it. */

import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Quality, QualityItem, Standing } from '#app/model.ts';
import { language } from '../../language/current.ts';
import { inSentence } from '../../language/fields.ts';
import { t } from '../../language/t.ts';
import { told } from '../../language/told.ts';
import { api } from '../../state/api.ts';
import { useDataset } from '../../state/events.ts';
import { readSearch, useScope } from '../../state/scope.ts';
import * as format from '../../style/format.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import { useZone } from '../../style/zone.ts';
import css from './quality.module.css';

const MARKS: Readonly<Record<Standing, { readonly icon: typeof IconCircleCheck; readonly word: string }>> = {
  good: { icon: IconCircleCheck, word: t('good') },
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
      subtitle={quality.data && verdict(quality.data.items)}
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

/** Times within a text as the page shows times. */
const inZone = (text: string, zone: format.Zone): string =>
  text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (time) => format.dateTime(time, zone, 3));

function Item({ item, dataset }: { readonly item: QualityItem; readonly dataset: string }): ReactNode {
  const [zone] = useZone();
  const { icon: Mark, word } = MARKS[item.standing];
  const isCounted = item.standing !== 'unknown' && item.of > 0;
  return (
    <li data-standing={item.standing}>
      <Mark size={18} stroke={1.8} aria-label={word} className={css.mark} />
      <h3>{told(item.label)}</h3>
      <p className={css.amount}>
        {isCounted && (
          <>
            {t('{part} of {all}', {
              part: item.unit === 'bytes' ? format.bytes(item.count) : format.exact(item.count),
              all: amount(item.of, item),
            })}
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
              {inZone(told(part.label), zone)}
              {item.unit !== 'files' && <b>{format.exact(part.count)}</b>}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function amount(value: number, { unit }: QualityItem): string {
  switch (unit) {
    case 'bytes':
      return format.bytes(value);
    case 'files':
      return format.exactCounted(value, 'file');
    case 'packets':
      return format.exactCounted(value, 'packet');
    case 'flows':
      return format.exactCounted(value, 'flow');
    case 'checksums':
      return format.exactCounted(value, 'checksum');
    default:
      return `${format.exact(value)} ${unit}`;
  }
}

const LIST = new Intl.ListFormat(language);

/** The worst standing, and what has it. */
function verdict(items: readonly QualityItem[]): string {
  const of = (standing: Standing): string =>
    LIST.format(items.filter((item) => item.standing === standing).map(({ label }) => inSentence(told(label))));
  const [bad, note] = [of('bad'), of('note')];
  if (bad !== '') return t('Some numbers are off: see {items}.', { items: bad });
  // what is cut is counted of all packets
  if (items.find(({ key }) => key === 'truncated')?.of === 0) return t('There are no packets to judge.');
  if (note !== '') return t('The numbers hold, with limits: see {items}.', { items: note });
  return t('A good capture: nothing found that makes its numbers wrong.');
}
