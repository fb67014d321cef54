/** Everything known about one flow; each value is a mark. */

import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowsMaximize, IconFilter, IconX } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { t } from '../language/t.ts';
import { useAnswer } from '../state/answer.ts';
import { useScope } from '../state/scope.ts';
import { printState } from '../state/view-state.ts';
import * as format from '../style/format.ts';
import { FailureNote, Skeleton } from '../style/view-frame.tsx';
import { useZone } from '../style/zone.ts';
import { FlowMarks } from '../tags/own-marks.tsx';
import { Activity } from './activity.tsx';
import { filterOf } from './as-filter.ts';
import { CommunityId, CopyMenu, Ends, SECTIONS, Section } from './flow-facts.tsx';
import css from './inspector.module.css';

export function Inspector() {
  const { search, inspect, setFilter, setView } = useScope();
  const id = Number(search.flow);
  const { data, loading, dimmed, error, retry } = useAnswer(
    Number.isSafeInteger(id) ? { kind: 'flow', id } : undefined,
  );
  const [zone] = useZone();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    inspect(undefined);
  };
  const row = data?.row;
  return (
    <aside className={css.panel} aria-label={t('Flow')} onKeyDown={onKeyDown} aria-busy={loading || dimmed}>
      <header className={css.head}>
        <h2>{t('Flow {id}', { id: format.exact(id) })}</h2>
        {row && (
          <>
            <Tooltip label={t('Page of this flow: its packets, its activity')}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={28}
                onClick={() => setView('flows', printState({ page: String(id) }), { flow: undefined })}
                aria-label={t('Page of this flow')}
              >
                <IconArrowsMaximize size={16} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={t('Show only this flow')}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={28}
                onClick={() => setFilter(filterOf(row))}
                aria-label={t('Show only this flow')}
              >
                <IconFilter size={16} />
              </ActionIcon>
            </Tooltip>
            <CopyMenu row={row} />
          </>
        )}
        <ActionIcon variant="subtle" color="gray" size={28} onClick={() => inspect(undefined)} aria-label={t('Close')}>
          <IconX size={17} />
        </ActionIcon>
      </header>
      <div className={css.body} style={{ opacity: dimmed ? 0.45 : 1 }}>
        {error ? (
          <FailureNote error={error} retry={retry} />
        ) : loading ? (
          <Skeleton />
        ) : !row ? (
          <p className="muted">{t('There is no flow {flow} in this dataset.', { flow: search.flow ?? '' })}</p>
        ) : (
          <>
            <Ends row={row} />
            <FlowMarks row={row} />
            {data && (
              <Activity
                activity={data.activity}
                zone={zone}
                sent={Number(row['src.bytes'] ?? 0)}
                received={Number(row['dst.bytes'] ?? 0)}
              />
            )}
            {SECTIONS.map((section) => (
              <Section key={section} section={section} row={row} zone={zone} />
            ))}
            {row.community_id !== undefined && <CommunityId value={String(row.community_id)} />}
          </>
        )}
      </div>
    </aside>
  );
}
