/** Groups by one to three fields, with volumes and what else was asked for. */
import type { Answers, GroupMeasure, MoreMeasure, Question } from '#query/question.ts';
import type { Held } from '../held/held.ts';
import type { HeldSource } from '../held/held-source.ts';
import { type Order, picked } from '../held/picked.ts';
import { groupsOf } from '../held/top.ts';
import { endsOf, groupDictionary, ipSql, valueSql } from '../read/columns.ts';
import type { Parameters } from '../read/parameters.ts';
import { msSql } from '../read/times.ts';
import { ADDRESSES, totals, volumeOf } from './groups.ts';
import {
  addressOrder,
  addressValue,
  byFlows,
  hostVolumes,
  pairVolumes,
  rankHosts,
  rankPairs,
  type SumOrder,
  type VolumeSums,
} from './host-sums.ts';
import { type Chosen, type Lit, litRows } from './lit.ts';

type Side = 'src' | 'dst';

/** What is summed of each flow, by the name of its sum. */
const SUMMED: Readonly<Record<string, (volume: HeldSource['volume'], own: Side, other: Side) => string>> = {
  flows: () => '1',
  sent: (volume, own) => `${volume(`${own}_bytes`)}::DOUBLE`,
  received: (volume, _, other) => `${volume(`${other}_bytes`)}::DOUBLE`,
  sent_packets: (volume, own) => `${volume(`${own}_packets`)}::DOUBLE`,
  received_packets: (volume, _, other) => `${volume(`${other}_packets`)}::DOUBLE`,
};

/** ms from a question of DNS to its answer. */
const LATENCY = `(${valueSql(endsOf('dns.latency')[0]!)})::DOUBLE / 1e3`;

/** What a flow tells, and how a group's flows are put together. */
const MORE: Readonly<Record<MoreMeasure, { readonly of: string; readonly sql: (column: string) => string }>> = {
  sources: { of: `CASE WHEN f.ip_version <> 0 THEN ${ipSql('src')} END`, sql: (c) => `count(DISTINCT ${c})` },
  destinations: { of: `CASE WHEN f.ip_version <> 0 THEN ${ipSql('dst')} END`, sql: (c) => `count(DISTINCT ${c})` },
  payload: { of: '(f.src_payload::DOUBLE + f.dst_payload::DOUBLE)', sql: (c) => `sum(${c})` },
  retrans: { of: '(f.src_retrans::DOUBLE + f.dst_retrans::DOUBLE)', sql: (c) => `sum(${c})` },
  lost: { of: '(f.src_lost::DOUBLE + f.dst_lost::DOUBLE)', sql: (c) => `sum(${c})` },
  duration: { of: '((f.end_ns - f.start_ns)::DOUBLE / 1e9)', sql: (c) => `avg(${c})` },
  rtt: { of: 'CASE WHEN f.tcp_rtt <> 4294967295 THEN f.tcp_rtt::DOUBLE / 1e3 END', sql: (c) => `avg(${c})` },
  latency: { of: LATENCY, sql: (c) => `avg(${c})` },
  slowest: { of: LATENCY, sql: (c) => `max(${c})` },
  first: { of: 'f.start_ns', sql: (c) => msSql(`min(${c})`) },
  last: { of: 'f.end_ns', sql: (c) => msSql(`max(${c})`) },
};

const ORDER: Readonly<Record<Exclude<GroupMeasure, MoreMeasure>, string>> = {
  bytes: 'sent + received',
  packets: 'sent_packets + received_packets',
  flows: 'flows',
  sentBytes: 'sent',
  receivedBytes: 'received',
};

type Groups = Extract<Question, { kind: 'groups' }>;

async function groupsOfHosts(
  source: HeldSource,
  held: Held,
  question: Groups,
  where: string,
  parameters: Parameters,
  lit: Lit | undefined,
): Promise<Answers['groups'] | undefined> {
  const { by, more, sort, ascending = false } = question;
  const isPair = by.length === 2 && by[0] !== by[1] && !by.includes('ip');
  if (more.length > 0 || sort in MORE || !by.every((key) => ADDRESSES.has(key)) || !(isPair || by.length === 1))
    return undefined;
  const index = await held.hosts();

  if (index === undefined) return undefined;
  const rows = await held.rows(where, parameters);
  const shown = (await litRows(held, lit)) ?? rows;
  const measure = sort as SumOrder;
  const [offset, limit] = [Math.max(0, Math.floor(question.offset)), Math.max(1, Math.floor(question.limit))];
  const { volume: total } = await totalsOf(source, where, parameters, lit);
  const addresses = addressOrder(index);
  const told = (numbers: readonly number[], sums: VolumeSums): Answers['groups']['rows'][number] => ({
    values: numbers.map((number) => {
      const value = addressValue(index, number);
      return value === null ? undefined : endsOf('ip')[0]!.decode(value);
    }),
    ...volumeOf({ ...sums }),
    more: {},
  });
  if (!isPair) {
    const end = ADDRESSES.get(by[0]!)!;
    const ranked = rankHosts(rows, index, end, measure);
    const chosen = picked(ranked.groups, ranked.values, ascending, byFlows(ranked, addresses), offset, limit);
    const sums = hostVolumes(shown, index, end, chosen);
    return { groups: ranked.groups.length, total, rows: Array.from(chosen, (host, at) => told([host], sums[at]!)) };
  }
  const pairs = rankPairs(rows, index, measure);
  const [first, second] = by[0] === 'src.ip' ? [pairs.src, pairs.dst] : [pairs.dst, pairs.src];
  const ties: Order = (a, b) => addresses(first[a]!, first[b]!) || addresses(second[a]!, second[b]!);
  const chosen = picked(pairs.groups, pairs.values, ascending, byFlows(pairs, ties), offset, limit);
  const sums = pairVolumes(shown, index, pairs, chosen);
  return {
    groups: pairs.groups.length,
    total,
    rows: Array.from(chosen, (pair, at) => told([first[pair]!, second[pair]!], sums[at]!)),
  };
}

const totalsOf = (source: HeldSource, where: string, parameters: Parameters, lit: Lit | undefined) =>
  totals(lit?.source ?? source, lit?.where ?? where, lit?.parameters ?? parameters);

/** A page of the groups by one to three fields. */
export async function groups(
  source: HeldSource,
  question: Groups,
  where: string,
  parameters: Parameters,
  lit?: Lit,
): Promise<Answers['groups']> {
  const held = await source.held();
  const byHosts = held === undefined ? undefined : await groupsOfHosts(source, held, question, where, parameters, lit);
  if (byHosts !== undefined) return byHosts;
  const fields = question.by.map(endsOf);
  const more = [...new Set([...question.more, ...(question.sort in MORE ? [question.sort as MoreMeasure] : [])])];
  const wanted = {
    ...question,
    more,
    ascending: question.ascending === true,
    offset: Math.max(0, Math.floor(question.offset)),
    limit: Math.max(1, Math.floor(question.limit)),
  };
  const found = held && (await groupsOf(held, wanted, where, parameters, await litRows(held, lit)));
  if (found !== undefined) {
    const { volume } = await totalsOf(source, where, parameters, lit);
    return {
      groups: found.groups,
      total: volume,
      rows: found.rows.map((row) => ({
        values: row.values.map((value, i) => (value === null ? undefined : fields[i]![0]!.decode(value))),
        ...volumeOf(row.sums),
        more: row.more,
      })),
    };
  }
  const order = orderOf(wanted);
  const both = await lit?.together();
  const own = { source, where, parameters };
  const all = both?.all ?? own;
  const t = `t AS (${groupsSql(all, question.by, more)})`;
  const page = `LIMIT ${wanted.limit} OFFSET ${wanted.offset}`;
  const values = fields.map((_, i) => `v${i}`);
  const sql =
    both === undefined
      ? `WITH ${t} SELECT *, count(*) OVER () AS groups FROM t ORDER BY ${order} ${page}`
      : `WITH ${t}, l AS (${groupsSql(both.lit, question.by, [])}),
    c AS (SELECT ${values.join(', ')}, count(*) OVER () AS groups, row_number() OVER (ORDER BY ${order}) n FROM t ORDER BY n ${page})
    SELECT c.*, ${Object.keys(SUMMED)
      .map((name) => `l.${name}`)
      .join(
        ', ',
      )} FROM c LEFT JOIN l ON ${values.map((value) => `l.${value} IS NOT DISTINCT FROM c.${value}`).join(' AND ')} ORDER BY c.n`;
  const rows = await source.rows(sql, all.parameters);
  // Behind the last group there is no row to tell how many there are.
  const [behind] =
    rows.length > 0 || wanted.offset === 0
      ? rows
      : await source.rows(`SELECT count(*) AS groups FROM (${groupsSql(own, question.by, more)})`, parameters);
  const { volume } = await totalsOf(source, where, parameters, lit);
  return {
    groups: Number(behind?.groups ?? 0),
    total: volume,
    rows: rows.map((row) => ({
      values: fields.map(([first], i) => {
        const value = row[`v${i}`];
        return value === null ? undefined : first!.decode(value);
      }),
      ...volumeOf(row),
      more: Object.fromEntries(
        lit === undefined
          ? more.flatMap((key) => (row[`${key}_`] === null ? [] : [[key, Number(row[`${key}_`])]]))
          : [],
      ),
    })),
  };
}

function orderOf({ by, sort, ascending }: Groups): string {
  const order = sort in MORE ? `${sort}_` : ORDER[sort as keyof typeof ORDER];
  return `${order} ${ascending ? 'ASC' : 'DESC'} NULLS LAST, flows DESC, ${by.map((_, i) => `v${i}`).join(', ')}`;
}

/** Groups (v0, v1 …, flows, sent, …) by the texts of the fields' values. */
function groupsSql({ source, where }: Chosen, by: readonly string[], more: readonly MoreMeasure[]): string {
  const fields = by.map(endsOf);
  const isTwoEnded = fields.some((ends) => ends.length > 1);
  const valuesOf = (end: 0 | 1) => fields.map((ends) => valueSql(ends[end] ?? ends[0]!));
  const part = (end: 0 | 1, condition: string) => {
    const [own, other] = end === 0 ? (['src', 'dst'] as const) : (['dst', 'src'] as const);
    const columns = [
      ...valuesOf(end).map((sql, i) => `${sql} g${i}`),
      ...Object.entries(SUMMED).map(([name, sql]) => `${sql(source.volume, own, other)} ${name}`),
      ...more.map((key) => `${MORE[key].of} m_${key}`),
    ];
    return `SELECT ${columns.join(', ')} FROM ${source.flows} f WHERE ${condition}`;
  };
  // A flow with the same values at both ends counts once.
  const differs = () => {
    const [one, two] = [valuesOf(0), valuesOf(1)];
    return one.map((sql, i) => `(${sql}) IS DISTINCT FROM (${two[i]})`).join(' OR ');
  };
  const flows = isTwoEnded ? `${part(0, where)} UNION ALL ${part(1, `(${where}) AND (${differs()})`)}` : part(0, where);

  const sums = Object.keys(SUMMED).map((name) => `sum(${name}) ${name}`);
  const codes = fields.map((_, i) => `g${i}`);
  const texts = fields.map(([first], i) => {
    const dictionary = groupDictionary(first!);
    return dictionary === undefined ? `r.g${i}` : `d${i}.${dictionary.text}`;
  });
  const joins = fields.map(([first], i) => {
    const dictionary = groupDictionary(first!);
    return dictionary === undefined ? '' : `LEFT JOIN ${dictionary.table} d${i} ON d${i}.${dictionary.key} = r.g${i}`;
  });
  // Texts are looked up for each group of codes; with measures that do not add up for each flow.
  const inner =
    more.length > 0 ? `(${flows})` : `(SELECT ${codes.join(', ')}, ${sums.join(', ')} FROM (${flows}) GROUP BY ALL)`;
  const columns = [
    ...texts.map((sql, i) => `${sql} v${i}`),
    ...sums,
    ...more.map((key) => `${MORE[key].sql(`m_${key}`)} ${key}_`),
  ];
  return `SELECT ${columns.join(', ')} FROM ${inner} r ${joins.join(' ')} GROUP BY ${texts.join(', ')}`;
}
