/** One flow: its activity, both ends, all that was inspected and why it is named so, and its packets. */
import { Button } from '@mantine/core';
import { IconArrowLeft, IconFilter } from '@tabler/icons-react';
import { type ReactNode, useMemo } from 'react';
import type { FlowPackets } from '#app/model.ts';
import type { Answer, FlowRow } from '#query/question.ts';
import { filterOf } from '../../inspector/as-filter.ts';
import { CommunityId, CopyMenu, Ends, SECTIONS, Section } from '../../inspector/flow-facts.tsx';
import { t } from '../../language/t.ts';
import type { Series } from '../../pictures/series.ts';
import { SeriesChart } from '../../pictures/series-chart.tsx';
import { useAnswer } from '../../state/answer.ts';
import { usePackets } from '../../state/packets.ts';
import { useScope } from '../../state/scope.ts';
import { useViewState } from '../../state/view-state.ts';
import * as format from '../../style/format.ts';
import { useChartColors } from '../../style/theme.ts';
import { FailureNote, Skeleton, ViewFrame } from '../../style/view-frame.tsx';
import { useZone } from '../../style/zone.ts';
import { FlowMarks } from '../../tags/own-marks.tsx';
import css from './flow-page.module.css';
import { PacketBytes } from './packet-bytes.tsx';
import { PacketList } from './packet-list.tsx';

const PAGE = { packet: '' } as const;
/** Steps of a picture that is drawn from bins; pauses are steps without bytes. */
const MOST_STEPS = 2000;

const bytesText = (value: number): string => format.bytes(value);
const numberIn = (text: string): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined);

export function FlowPage({ id: text, onBack }: { readonly id: string; readonly onBack: () => void }): ReactNode {
  const { setFilter, setSearch } = useScope();
  const id = numberIn(text);
  const asked = useAnswer(id === undefined ? undefined : { kind: 'flow', id });
  const packets = usePackets(asked.data === undefined ? undefined : id, 0);
  const [zone] = useZone();
  const [state, set] = useViewState(PAGE);
  const row = asked.data?.row;
  if (asked.error) return <FailureNote error={asked.error} retry={asked.retry} />;
  if (asked.loading) return <Skeleton />;
  const open = numberIn(state.packet);
  const chosen = open === undefined ? undefined : open - 1;
  return (
    <div className={css.page}>
      <header className={css.title}>
        <Button size="compact-sm" variant="default" leftSection={<IconArrowLeft size={15} />} onClick={onBack}>
          {t('All flows')}
        </Button>
        <h2>{t('Flow {id}', { id: id === undefined ? text : format.exact(id) })}</h2>
        {row && (
          <>
            <span className={css.words}>
              <span className="mono">{endOf(row, 'src')}</span> → <span className="mono">{endOf(row, 'dst')}</span>
              {' · '}
              {[row['ip.proto'], row.app, row.service].filter((part) => part !== undefined).join(' · ')}
            </span>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconFilter size={14} />}
              onClick={() => setFilter(filterOf(row))}
            >
              {t('Filter by it')}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => {
                const [from, to] = [Date.parse(String(row.start)), Date.parse(String(row.end)) + 1];
                setSearch({ t: `${from}-${to}` });
              }}
            >
              {t('Only its time')}
            </Button>
            <CopyMenu row={row} />
          </>
        )}
      </header>
      {row === undefined || asked.data === undefined || id === undefined ? (
        <p className="muted">{t('There is no flow {flow} in this dataset.', { flow: text })}</p>
      ) : (
        <div className={css.columns}>
          <div className={css.main}>
            <Activity flow={asked.data} packets={packets.data} waiting={packets.loading} />
            <section className={css.list} aria-labelledby="packets-title">
              <header className={css.listHead}>
                <h3 id="packets-title">{t('Which packets is it made of?')}</h3>
                <p className="muted">{packets.data && told(packets.data, Number(row.packets ?? 0))}</p>
              </header>
              {packets.error ? (
                <FailureNote error={packets.error} retry={packets.retry} />
              ) : packets.data === undefined ? (
                <Skeleton />
              ) : packets.data.total === 0 ? (
                <p className="muted">{t('No packet of this flow was found in its capture file.')}</p>
              ) : (
                <PacketList
                  flow={id}
                  total={packets.data.total}
                  first={packets.data.rows[0]?.time ?? 0}
                  chosen={chosen}
                  onOpen={(number) => set({ packet: String(number + 1) })}
                />
              )}
            </section>
            {chosen !== undefined && <PacketBytes flow={id} number={chosen} onClose={() => set({ packet: '' })} />}
          </div>
          <aside className={css.facts} aria-label={t('What is known of it')}>
            <Ends row={row} />
            <FlowMarks row={row} />
            {SECTIONS.map((section) => (
              <Section key={section} section={section} row={row} zone={zone} />
            ))}
            {row.community_id !== undefined && <CommunityId value={String(row.community_id)} />}
          </aside>
        </div>
      )}
    </div>
  );
}

function endOf(row: FlowRow, side: 'src' | 'dst'): string {
  const address = row[`${side}.ip`] ?? row[`${side}.mac`] ?? t('not known');
  const port = row[`${side}.port`];
  const host = String(address);
  if (port === undefined) return host;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function told(packets: FlowPackets, all: number): string {
  if (packets.isCut)
    return t('the first {listed} of {all} packets', { listed: format.exact(packets.total), all: format.exact(all) });
  if (packets.total !== all)
    return t('{listed} packets read back, {all} counted in the flow', {
      listed: format.exact(packets.total),
      all: format.exact(all),
    });
  return t('{all} packets, read back from the capture file', { all: format.exact(all) });
}

/** From the packets themselves; from the bins of the dataset where the capture file can't be read. */
function Activity({
  flow,
  packets,
  waiting,
}: {
  readonly flow: NonNullable<Answer<'flow'>>;
  readonly packets: FlowPackets | undefined;
  readonly waiting: boolean;
}): ReactNode {
  const colors = useChartColors();
  const activity = useMemo(
    () => (packets === undefined || packets.total === 0 ? fromBins(flow.activity) : packets.activity),
    [flow, packets],
  );
  const series = useMemo<readonly Series[]>(
    () => [
      { name: t('sent by the source'), color: colors.sent, values: activity.sentBytes },
      { name: t('received by it'), color: colors.received, values: activity.receivedBytes },
    ],
    [activity, colors],
  );
  return (
    <ViewFrame
      title={t('When did it send, and how much?')}
      subtitle={t('bytes of frames in each {width}{source}', {
        width: format.round(format.duration(activity.widthMs / 1000)),
        source: packets === undefined ? (waiting ? '' : t(', as fine as was kept')) : t(', from its packets'),
      })}
      data={() => ({
        head: ['time', 'sent bytes', 'received bytes'],
        rows: activity.sentBytes.map((sent, at) => [
          new Date(activity.from + at * activity.widthMs).toISOString(),
          sent,
          activity.receivedBytes[at],
        ]),
      })}
    >
      <SeriesChart
        label={t('Bytes of the flow over time')}
        from={activity.from}
        widthMs={activity.widthMs}
        series={series}
        shape="bar"
        stacked
        height={150}
        text={bytesText}
      />
    </ViewFrame>
  );
}

function fromBins({
  time,
  sentBytes,
  receivedBytes,
  widthMs,
}: NonNullable<Answer<'flow'>>['activity']): FlowPackets['activity'] {
  const from = time[0] ?? 0;
  const span = (time.at(-1) ?? from) - from + widthMs;
  const step = widthMs * Math.max(1, Math.ceil(span / widthMs / MOST_STEPS));
  const steps = Math.max(1, Math.ceil(span / step));
  const [sent, received] = [new Array<number>(steps).fill(0), new Array<number>(steps).fill(0)];
  for (const [at, start] of time.entries()) {
    const place = Math.min(steps - 1, Math.floor((start - from + widthMs / 2) / step));
    sent[place]! += sentBytes[at] ?? 0;
    received[place]! += receivedBytes[at] ?? 0;
  }
  return { from, widthMs: step, sentBytes: sent, receivedBytes: received };
}
