/** Certificates by the end of their validity, held against the capture's own time. */

import { IconAlertTriangle } from '@tabler/icons-react';
import { type ReactNode, useMemo } from 'react';
import type { Question } from '#query/question.ts';
import { LitNumber } from '../../chart/lit-number.tsx';
import { markedWords } from '../../chart/marked.tsx';
import { t } from '../../language/t.ts';
import { useAnswer } from '../../state/answer.ts';
import { useMarkedGroups } from '../../state/marked.ts';
import { both } from '../../state/narrow.ts';
import { useScope } from '../../state/scope.ts';
import * as format from '../../style/format.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import { type DataColumn, DataTable } from '../../table/data-table.tsx';
import css from './certificates.module.css';
import { daysLeft, leftText } from './days-left.ts';

const LIMIT = 1000;
const SOON_DAYS = 30;
const toneOf = (days: number) => (days < 0 ? 'ended' : days < SOON_DAYS ? 'soon' : undefined);

interface Row {
  readonly id: string;
  readonly subject: string | undefined;
  readonly issuer: string | undefined;
  readonly until: string;
  /** at the last packet seen with it */
  readonly days: number;
  readonly flows: number;
  readonly selfSigned: boolean;
}

const idOf = ({ values }: { readonly values: readonly unknown[] }): string => values.join('\t');

export function Certificates({ within }: { readonly within: string }): ReactNode {
  const { scope } = useScope();
  const question = (part: string) =>
    ({
      kind: 'groups',
      scope: { ...scope, filter: both(scope.filter, both(within, part)) },
      by: ['tls.cert.subject', 'tls.cert.issuer', 'tls.cert.not_after'],
      more: ['last'],
      sort: 'flows',
      offset: 0,
      limit: LIMIT,
    }) satisfies Question;
  const asked = useAnswer(question('tls.cert.not_after'));
  const marked = useMarkedGroups(question('tls.cert.not_after'));
  const ownSigned = useAnswer(question('tls.cert.not_after and tls.cert.self_signed'));
  const rows = useMemo(() => {
    const own = new Set(ownSigned.data?.rows.map(idOf));
    return (asked.data?.rows ?? [])
      .flatMap((row): Row[] => {
        const [subject, issuer, until] = row.values.map((value) => (value === undefined ? undefined : String(value)));
        if (until === undefined || row.more.last === undefined) return [];
        const days = daysLeft(until, row.more.last);
        const id = idOf(row);
        return [{ id, subject, issuer, until, days, flows: row.flows, selfSigned: own.has(id) }];
      })
      .sort((a, b) => a.days - b.days);
  }, [asked.data, ownSigned.data]);
  const columns = useMemo<readonly DataColumn<Row>[]>(
    () => [
      {
        key: 'days',
        label: t('Left at the capture'),
        right: true,
        value: (row) => row.days,
        cell: (row) => (
          <span className={css.left} data-tone={toneOf(row.days)}>
            {row.days < SOON_DAYS && <IconAlertTriangle size={13} aria-hidden />}
            {leftText(row.days)}
          </span>
        ),
      },
      {
        key: 'until',
        label: t('Valid until'),
        value: (row) => row.until,
        cell: (row) => row.until.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC'),
        mark: (row) => ({ field: 'tls.cert.not_after', value: row.until }),
      },
      {
        key: 'self',
        label: t('Self-signed'),
        value: (row) => row.selfSigned,
        cell: (row) => (row.selfSigned ? t('yes') : t('no')),
        mark: (row) => ({ field: 'tls.cert.self_signed', value: row.selfSigned }),
      },
      {
        key: 'flows',
        label: t('Flows'),
        right: true,
        value: (row) => row.flows,
        cell: (row) => (
          <LitNumber
            marked={marked && (marked.of(row.subject, row.issuer, row.until)?.flows ?? 0)}
            whole={row.flows}
            words={(lit) => markedWords(lit, row.flows, 'flows')}
          >
            {format.exact(row.flows)}
          </LitNumber>
        ),
      },
      {
        key: 'subject',
        label: t('Certificate'),
        value: (row) => row.subject,
        cell: (row) => <span title={row.subject}>{format.middle(row.subject ?? t('Not known'), 52)}</span>,
        mark: (row) => ({ field: 'tls.cert.subject', value: row.subject }),
      },
      {
        key: 'issuer',
        label: t('Issuer'),
        value: (row) => row.issuer,
        cell: (row) => <span title={row.issuer}>{format.middle(row.issuer ?? t('Not known'), 52)}</span>,
        mark: (row) => ({ field: 'tls.cert.issuer', value: row.issuer }),
      },
    ],
    [marked],
  );
  const ended = rows.filter((row) => row.days < 0).length;
  const soon = rows.filter((row) => row.days >= 0 && row.days < SOON_DAYS).length;
  return (
    <ViewFrame
      title={t('Which certificates end soon?')}
      subtitle={
        asked.data &&
        t(
          '{certificates} seen in clear (TLS 1.2 and older); when last seen {ended} had ended, {soon} had less than {days} days left',
          {
            certificates:
              asked.data.groups > rows.length
                ? t('{part} of {all}', {
                    part: format.count(rows.length),
                    all: format.counted(asked.data.groups, 'certificate'),
                  })
                : format.counted(asked.data.groups, 'certificate'),
            ended,
            soon,
            days: SOON_DAYS,
          },
        )
      }
      answers={[asked, ownSigned]}
      empty={rows.length === 0}
      emptyNote={<p>{t('No certificate was seen in clear. TLS 1.3 encrypts them.')}</p>}
      data={() => ({
        head: ['days left at the capture', 'valid until', 'subject', 'issuer', 'self-signed', 'flows'],
        rows: rows.map((row) => [row.days, row.until, row.subject, row.issuer, row.selfSigned, row.flows]),
      })}
    >
      <DataTable label={t('Certificates')} rows={rows} columns={columns} height={420} />
    </ViewFrame>
  );
}
