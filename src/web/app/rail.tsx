/** The views, one step away each: a rail at the left, a bar at the bottom of small screens. */

import { Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { t } from '../language/t.ts';
import { useScope } from '../state/scope.ts';
import css from './rail.module.css';
import { useViews } from './views.ts';

const SOMETIMES: readonly string[] = ['tls', 'dns', 'http', 'logs'];

export function Rail() {
  const { dataset, view, search } = useScope();
  const views = useViews();
  const { sel: _, ...rest } = search;
  const bar = useRef<HTMLElement>(null);
  // those of some datasets only come last: nothing moves when it is known what is in this one
  const inOrder = [
    ...views.filter(({ name }) => !SOMETIMES.includes(name)),
    ...views.filter(({ name }) => SOMETIMES.includes(name)),
  ];
  const count = views.length;
  const isListed = views.some(({ name }) => name === view);
  // a phone's bar holds five of them, and gets more when it is known what is in the dataset
  useEffect(() => {
    if (view !== '' && isListed && count > 0)
      bar.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [view, isListed, count]);
  return (
    <nav ref={bar} className={css.rail} data-screen aria-label={t('Views')}>
      <Tooltip label={t('All datasets')} position="right">
        <Link to="/" className={css.home} aria-label={t('Capscope: all datasets')}>
          <img src="/icon.svg" width={24} height={24} alt="" />
        </Link>
      </Tooltip>
      {inOrder.map(({ name, label, Icon }) => (
        <Link
          key={name}
          to="/d/$dataset/$view"
          params={{ dataset, view: name }}
          search={rest}
          className={css.item}
          data-current={name === view || undefined}
          aria-current={name === view ? 'page' : undefined}
        >
          <Icon size={20} stroke={1.6} aria-hidden />
          <span>{label}</span>
        </Link>
      ))}
    </nav>
  );
}
