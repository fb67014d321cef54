/** Addresses with what their flows tell of them: pairs of ends are summed once, then seen from either end. */
import { formatMac, ipOfBigint } from '#base/address.ts';
import type { Answers, HostOrder, HostRow, Question } from '#query/question.ts';
import { placeWord } from '#registry/places.ts';
import { volumeOf } from './groups.ts';
import type { Source } from './reader.ts';
import type { Parameters } from './where.ts';

const ORDER: Readonly<Record<HostOrder, string>> = {
  bytes: 'sent + received',
  sentBytes: 'sent',
  receivedBytes: 'received',
  packets: 'sent_packets + received_packets',
  flows: 'flows',
  asSource: 'as_source',
  asDestination: 'as_destination',
  peers: 'peers',
  first: 't0',
  last: 't1',
  ip: 'ip',
};
/** Names, applications and ports told of a host. */
const FEW = 5;

export async function hosts(
  source: Source,
  question: Extract<Question, { kind: 'hosts' }>,
  where: string,
  parameters: Parameters,
): Promise<Answers['hosts']> {
  const pairs = `SELECT f.src_ip_high ah, f.src_ip_low al, f.dst_ip_high bh, f.dst_ip_low bl, count(*) flows,
      sum(f.src_bytes::DOUBLE) sent, sum(f.dst_bytes::DOUBLE) received, sum(f.src_packets::DOUBLE) sent_packets,
      sum(f.dst_packets::DOUBLE) received_packets, min(f.start_ns) t0, max(f.end_ns) t1,
      any_value(f.src_country) ac, any_value(f.dst_country) bc, any_value(f.src_asn) aa, any_value(f.dst_asn) ba,
      min(nullif(f.src_mac, 0)) mac
    FROM ${source.flows} f WHERE (${where}) AND f.ip_version <> 0 GROUP BY 1, 2, 3, 4`;
  // An address that talks to itself is one host of one flow, as source and as destination.
  const seen = `SELECT ah h, al l, bh ph, bl pl, flows, flows as_source, 0 as_destination, sent, received, sent_packets, received_packets, t0, t1, ac country, aa asn, mac FROM p
    UNION ALL SELECT bh, bl, ah, al, CASE WHEN ah = bh AND al = bl THEN 0 ELSE flows END, 0, flows, received, sent, received_packets, sent_packets, t0, t1, bc, ba, NULL FROM p`;
  const direction = question.descending ? 'DESC' : 'ASC';
  const sums =
    'sum(flows) flows, sum(as_source) as_source, sum(as_destination) as_destination, sum(sent) sent, sum(received) received, sum(sent_packets) sent_packets, sum(received_packets) received_packets, min(t0) t0, max(t1) t1, any_value(country) country, any_value(asn) asn, min(mac) mac';
  const sql = `WITH p AS MATERIALIZED (${pairs}), o AS (SELECT h, l, ph, pl, ${sums} FROM (${seen}) GROUP BY h, l, ph, pl),
    t AS (SELECT h, l, (h::UHUGEINT << 64) | l ip, count(*) peers, ${sums} FROM o GROUP BY h, l)
    SELECT *, count(*) OVER () AS hosts FROM t ORDER BY ${ORDER[question.sort]} ${direction}, ip
    LIMIT ${Math.max(1, Math.floor(question.limit))} OFFSET ${Math.max(0, Math.floor(question.offset))}`;
  const rows = await source.rows(sql, parameters);
  if (rows.length === 0) return { rows: [], total: 0 };
  // the addresses of the page as a table to join with: numbers of our own, no parameters
  const page = `(VALUES ${rows.map((row) => `(${row.h}::UBIGINT, ${row.l}::UBIGINT)`).join(', ')}) h(high, low)`;
  const of = (side: 'src' | 'dst') => `f.${side}_ip_high = h.high AND f.${side}_ip_low = h.low`;
  const ip = '(h.high::UHUGEINT << 64) | h.low';
  const apps = (side: 'src' | 'dst') =>
    `SELECT r.ip, d.name AS value FROM (SELECT ${ip} ip, f.app, count(*) n FROM ${source.flows} f JOIN ${page} ON ${of(side)} WHERE (${where}) AND f.app <> 0 GROUP BY 1, 2) r JOIN apps d ON d.id = r.app ORDER BY r.ip, r.n DESC, d.name`;
  const [names, orgs, used, offered, ports] = await Promise.all([
    texts(source, `SELECT DISTINCT n.ip, n.name AS value FROM names n JOIN ${page} ON n.ip = ${ip} ORDER BY 1, 2`),
    source.rows('SELECT asn, any_value(org) AS value FROM orgs GROUP BY asn'),
    texts(source, apps('src'), parameters),
    texts(source, apps('dst'), parameters),
    texts(
      source,
      `SELECT ${ip} ip, f.dst_port AS value, count(*) n FROM ${source.flows} f JOIN ${page} ON ${of('dst')} WHERE (${where}) AND (f.flags & 2) <> 0 AND f.dst_packets > 0 AND f.proto NOT IN (1, 58) GROUP BY 1, 2 ORDER BY 1, n DESC, 2`,
      parameters,
    ),
  ]);
  const orgOf = new Map(orgs.map((row) => [Number(row.asn), String(row.value)]));
  return {
    total: Number(rows[0]!.hosts),
    rows: rows.map((row): HostRow => {
      const ip = row.ip as bigint;
      const asn = Number(row.asn);
      const org = orgOf.get(asn);
      const country = placeWord(Number(row.country));
      return {
        ip: ipOfBigint(ip),
        ...volumeOf(row),
        asSource: Number(row.as_source),
        asDestination: Number(row.as_destination),
        peers: Number(row.peers),
        first: Number(row.t0) / 1e6,
        last: Number(row.t1) / 1e6,
        names: names.get(ip) ?? [],
        appsUsed: used.get(ip) ?? [],
        appsOffered: offered.get(ip) ?? [],
        ports: (ports.get(ip) ?? []).map(Number),
        ...(country === undefined ? {} : { country }),
        ...(asn === 0 ? {} : { asn }),
        ...(org === undefined ? {} : { org }),
        ...(row.mac === null ? {} : { mac: formatMac(Number(row.mac)) }),
      };
    }),
  };
}

/** The first few values of each address, in the order of the rows. */
async function texts(source: Source, sql: string, parameters?: Parameters): Promise<ReadonlyMap<bigint, string[]>> {
  const found = new Map<bigint, string[]>();
  for (const row of await source.rows(sql, parameters)) {
    const ip = row.ip as bigint;
    const values = found.get(ip);
    if (values === undefined) found.set(ip, [String(row.value)]);
    else if (values.length < FEW) values.push(String(row.value));
  }
  return found;
}
