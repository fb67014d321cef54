/** What is odd about the captures themselves, before anyone believes the numbers: what the quality report finds not good. */

import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { QualityItem } from '#app/model.ts';
import { t } from '../../language/t.ts';
import { told } from '../../language/told.ts';
import { api } from '../../state/api.ts';
import { useDataset } from '../../state/events.ts';
import { useScope } from '../../state/scope.ts';
import * as format from '../../style/format.ts';
import css from './overview.module.css';

const FEW = 3;

export function Warnings(): ReactNode {
  const { dataset, setView, setFilter } = useScope();
  const version = useDataset(dataset)?.version;
  const [open, setOpen] = useState(false);
  const { data, isPending } = useQuery({
    queryKey: ['quality', dataset, version],
    queryFn: () => api.quality(dataset),
    enabled: dataset !== '',
    placeholderData: (old) => old,
    retry: false,
  });
  const isBad = ({ standing }: QualityItem) => Number(standing === 'bad');
  const items = (data?.items ?? [])
    .filter((item) => item.standing !== 'good' && item.standing !== 'unknown')
    .sort((a, b) => isBad(b) - isBad(a));
  if (isPending) return <span hidden aria-busy="true" />;
  if (items.length === 0) return null;
  const shown = open ? items : items.slice(0, FEW);
  return (
    <section className={css.warnings} aria-label={t('Quality of the captures')}>
      <IconAlertTriangle size={16} stroke={1.8} aria-hidden />
      <ul>
        {shown.map(({ key, label, text, count, of, unit, filter }) => (
          <li key={key}>
            <b>{told(label)}</b>
            {/* a share of the files would be read as one of the traffic */}
            {of > 0 && count > 0 && unit !== 'files' && ` (${format.share(count, of)})`}: {told(text)}{' '}
            {filter !== undefined && count > 0 && (
              <button type="button" className={css.link} onClick={() => setFilter(filter)}>
                {t('Show the flows')}
              </button>
            )}
          </li>
        ))}
      </ul>
      <span className={css.ways}>
        {items.length > FEW && (
          <button type="button" onClick={() => setOpen(!open)}>
            {open ? t('Fewer') : t('{n} more', { n: items.length - FEW })}
          </button>
        )}
        <button type="button" onClick={() => setView('files')}>
          {t('Files')}
        </button>
      </span>
    </section>
  );
}
