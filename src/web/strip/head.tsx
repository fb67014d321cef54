/** What stands above the strip: what it shows, the applications, the time chosen, and how to look closer. */

import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowsHorizontal, IconChevronDown, IconChevronUp, IconMinus, IconPlus, IconX } from '@tabler/icons-react';
import type { Measure } from '#query/question.ts';
import { t } from '../language/t.ts';
import * as format from '../style/format.ts';
import type { Timeline } from './draw.ts';
import { Legend } from './legend.tsx';
import css from './time-strip.module.css';

export interface StripHeadProps {
  readonly measure: Measure;
  readonly timeline: Timeline | undefined;
  readonly fills: readonly string[];
  /** the time chosen, or seen */
  readonly words: string;
  readonly isChosen: boolean;
  /** a time is chosen and is no longer under the hand */
  readonly hasSpan: boolean;
  readonly zoomed: boolean;
  /** on narrow screens: low and without its legend; undefined on others */
  readonly fold: { readonly isLow: boolean; readonly turn: () => void } | undefined;
  readonly onAll: () => void;
  readonly onChosen: () => void;
  readonly onZoom: (factor: number) => void;
}

export function StripHead(props: StripHeadProps) {
  const { measure, timeline, fills, words, isChosen, hasSpan, zoomed, fold, onAll, onChosen, onZoom } = props;
  const isLow = fold?.isLow === true;
  return (
    <div className={css.head}>
      <h2 className={css.title}>
        {measure === 'flows' ? t('Flows begun by application') : t('Throughput by application')}
        {timeline && (
          <span
            className={css.unit}
            title={
              timeline.exact
                ? undefined
                : t('as fine as was stored; with fewer flows, their packets are read again for finer bars')
            }
          >
            {' '}
            {timeline.exact || fold !== undefined
              ? t('per {width}', { width: format.round(format.duration(timeline.widthMs / 1000)) })
              : t('per {width} (finer with fewer flows)', {
                  width: format.round(format.duration(timeline.widthMs / 1000)),
                })}
          </span>
        )}
      </h2>
      {!isLow && <Legend series={timeline?.series ?? []} fills={fills} />}
      <span className={`${css.span} number`} data-chosen={isChosen || undefined}>
        {words}
      </span>
      {hasSpan && (
        <Tooltip label={t('Show the whole time')}>
          <ActionIcon size={20} variant="subtle" onClick={onAll} aria-label={t('Show the whole time')}>
            <IconX size={14} />
          </ActionIcon>
        </Tooltip>
      )}
      {hasSpan && (
        <Tooltip label={t('Look at the chosen time only')}>
          <ActionIcon
            size={20}
            variant="subtle"
            color="gray"
            onClick={onChosen}
            aria-label={t('Look at the chosen time only')}
          >
            <IconArrowsHorizontal size={14} />
          </ActionIcon>
        </Tooltip>
      )}
      <ActionIcon size={20} variant="subtle" color="gray" onClick={() => onZoom(0.5)} aria-label={t('Look closer')}>
        <IconPlus size={14} />
      </ActionIcon>
      <ActionIcon
        size={20}
        variant="subtle"
        color="gray"
        disabled={!zoomed}
        onClick={() => onZoom(2)}
        aria-label={t('Look from further away')}
      >
        <IconMinus size={14} />
      </ActionIcon>
      {fold !== undefined && (
        <ActionIcon
          size={20}
          variant="subtle"
          color="gray"
          aria-expanded={!isLow}
          aria-label={t('Applications, and a higher strip')}
          onClick={fold.turn}
        >
          {isLow ? <IconChevronDown size={15} /> : <IconChevronUp size={15} />}
        </ActionIcon>
      )}
    </div>
  );
}
