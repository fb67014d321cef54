/**
 * Addresses with what their flows tell of them. By the numbers of hosts where there are such (host-pages.ts); else pairs of ends are
 * summed once, then seen from either end.
 */
import { formatMac, ipOfBigint } from '#base/address.ts';
import type { Answers, HostOrder, HostRow, Question } from '#query/question.ts';
import { placeWord } from '#registry/places.ts';
import type { HeldSource } from '../held/held-source.ts';
import { hostMarks } from '../marks.ts';
import type { Parameters } from '../read/parameters.ts';
import { msOfNs } from '../read/times.ts';
import { volumeOf } from './groups.ts';
import { FEW, type HostPages, type HostTold } from './host-pages.ts';
import { sharedStations } from './stations.ts';

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
type Hosts = Extract<Question, { kind: 'hosts' }>;

/** A page of the list of hosts. */
export async function hosts(
  source: HeldSource,
  question: Hosts,
  where: string,
  parameters: Parameters,
  pages: HostPages,
  version: number,
): Promise<Answers['hosts']> {
  const held = await source.held();
  const index = await held?.hosts();
  const { told, total } =
    held === undefined || index === undefined
      ? await grouped(source, question, where, parameters)
      : await pages.page(source, held, index, question, where, parameters, version);
  if (told.length === 0) return { rows: [], total };
  // the addresses of the page as a table to join with: numbers of our own, no parameters
  const page = `(VALUES ${told.map(({ ip }) => `(${ip >> 64n}::UBIGINT, ${ip & MAX_64}::UBIGINT)`).join(', ')}) h(high, low)`;
  const names = await texts(
    source,
    `SELECT DISTINCT n.ip, n.name AS value FROM shown_names n JOIN ${page} ON n.ip = (h.high::UHUGEINT << 64) | h.low ORDER BY 1, 2`,
  );
  const orgs = await source.rows('SELECT asn, any_value(org) AS value FROM orgs GROUP BY asn');
  const orgOf = new Map(orgs.map((row) => [Number(row.asn), String(row.value)]));
  const marks = await hostMarks(source.rows, `ip IN (${told.map(({ ip }) => `'${ip}'::UHUGEINT`).join(', ')})`);
  const stations = await sharedStations(
    source,
    told.flatMap(({ mac }) => (mac === 0 ? [] : [mac])),
  );
  return {
    total,
    rows: told.map((one): HostRow => {
      const country = placeWord(one.country);
      const own = source.own.at(one.ip);
      const mark = marks.get(ipOfBigint(one.ip));
      const org = own?.name ?? orgOf.get(one.asn);
      const station = stations.get(one.mac);
      return {
        ip: ipOfBigint(one.ip),
        ...one.volume,
        asSource: one.asSource,
        asDestination: one.asDestination,
        peers: one.peers,
        first: one.first,
        last: one.last,
        names: names.get(one.ip) ?? [],
        appsUsed: one.appsUsed,
        appsOffered: one.appsOffered,
        ports: one.ports,
        ...(country === undefined ? {} : { country }),
        ...(one.asn === 0 ? {} : { asn: one.asn }),
        ...(org === undefined ? {} : { org }),
        ...(own === undefined ? {} : { network: own.name }),
        ...(mark === undefined || mark.tags.length === 0 ? {} : { tags: mark.tags }),
        ...(mark?.note === undefined ? {} : { note: mark.note }),
        ...(one.mac === 0 ? {} : { mac: formatMac(one.mac) }),
        ...(station?.vendor === undefined ? {} : { vendor: station.vendor }),
        ...(station?.isShared ? { macShared: true } : {}),
      };
    }),
  };
}

const MAX_64 = 2n ** 64n - 1n;

/** The rows of a page without numbers of hosts. */
async function grouped(
  source: HeldSource,
  question: Hosts,
  where: string,
  parameters: Parameters,
): Promise<{ readonly told: readonly HostTold[]; readonly total: number }> {
  const pairs = `SELECT f.src_ip_high ah, f.src_ip_low al, f.dst_ip_high bh, f.dst_ip_low bl, count(*) flows,
      sum(f.src_bytes::DOUBLE) sent, sum(f.dst_bytes::DOUBLE) received, sum(f.src_packets::DOUBLE) sent_packets,
      sum(f.dst_packets::DOUBLE) received_packets, min(f.start_ns) t0, max(f.end_ns) t1,
      any_value(f.src_country) ac, any_value(f.dst_country) bc, any_value(f.src_asn) aa, any_value(f.dst_asn) ba,
      min(nullif(f.src_mac, 0)) FILTER ((f.src_mac >> 40) & 1 = 0) amac, min(nullif(f.dst_mac, 0)) FILTER ((f.dst_mac >> 40) & 1 = 0) bmac
    FROM ${source.flows} f WHERE (${where}) AND f.ip_version <> 0 GROUP BY 1, 2, 3, 4`;
  // An address that talks to itself is one host of one flow, as source and as destination.
  const seen = `SELECT ah h, al l, bh ph, bl pl, flows, flows as_source, 0 as_destination, sent, received, sent_packets, received_packets, t0, t1, ac country, aa asn, amac own_mac, NULL called_mac FROM p
    UNION ALL SELECT bh, bl, ah, al, flows * n, 0, flows, received * n, sent * n, received_packets * n, sent_packets * n, t0, t1, bc, ba, NULL, bmac FROM (SELECT *, CASE WHEN ah = bh AND al = bl THEN 0 ELSE 1 END n FROM p)`;
  const direction = question.descending ? 'DESC' : 'ASC';
  const sums =
    'sum(flows) flows, sum(as_source) as_source, sum(as_destination) as_destination, sum(sent) sent, sum(received) received, sum(sent_packets) sent_packets, sum(received_packets) received_packets, min(t0) t0, max(t1) t1, any_value(country) country, any_value(asn) asn, min(own_mac) own_mac, min(called_mac) called_mac';
  const sql = `WITH p AS MATERIALIZED (${pairs}), o AS (SELECT h, l, ph, pl, ${sums} FROM (${seen}) GROUP BY h, l, ph, pl),
    t AS (SELECT h, l, (h::UHUGEINT << 64) | l ip, count(*) peers, ${sums} FROM o GROUP BY h, l)`;
  const offset = Math.max(0, Math.floor(question.offset));
  const rows = await source.rows(
    `${sql} SELECT *, count(*) OVER () AS hosts FROM t ORDER BY ${ORDER[question.sort]} ${direction}, ip
      LIMIT ${Math.max(1, Math.floor(question.limit))} OFFSET ${offset}`,
    parameters,
  );
  if (rows.length === 0) {
    // Behind the last host there is no row to tell how many there are.
    const [behind] = offset === 0 ? [] : await source.rows(`${sql} SELECT count(*) AS hosts FROM t`, parameters);
    return { told: [], total: Number(behind?.hosts ?? 0) };
  }
  const page = `(VALUES ${rows.map((row) => `(${row.h}::UBIGINT, ${row.l}::UBIGINT)`).join(', ')}) h(high, low)`;
  const of = (side: 'src' | 'dst') => `f.${side}_ip_high = h.high AND f.${side}_ip_low = h.low`;
  const ip = '(h.high::UHUGEINT << 64) | h.low';
  const apps = (side: 'src' | 'dst') =>
    `SELECT r.ip, d.name AS value FROM (SELECT ${ip} ip, f.app, count(*) n FROM ${source.flows} f JOIN ${page} ON ${of(side)} WHERE (${where}) AND f.app <> 0 GROUP BY 1, 2) r JOIN apps d ON d.id = r.app ORDER BY r.ip, r.n DESC, d.name`;
  const used = await texts(source, apps('src'), parameters);
  const offered = await texts(source, apps('dst'), parameters);
  const ports = await texts(
    source,
    `SELECT ${ip} ip, f.dst_port AS value, count(*) n FROM ${source.flows} f JOIN ${page} ON ${of('dst')} WHERE (${where}) AND (f.flags & 2) <> 0 AND f.dst_packets > 0 AND f.proto NOT IN (1, 58) GROUP BY 1, 2 ORDER BY 1, n DESC, 2`,
    parameters,
  );
  return {
    total: Number(rows[0]!.hosts),
    told: rows.map((row): HostTold => {
      const address = row.ip as bigint;
      return {
        ip: address,
        volume: volumeOf(row),
        asSource: Number(row.as_source),
        asDestination: Number(row.as_destination),
        peers: Number(row.peers),
        first: msOfNs(row.t0 as bigint),
        last: msOfNs(row.t1 as bigint),
        country: Number(row.country),
        asn: Number(row.asn),
        mac: Number(row.own_mac ?? row.called_mac ?? 0),
        appsUsed: used.get(address) ?? [],
        appsOffered: offered.get(address) ?? [],
        ports: (ports.get(address) ?? []).map(Number),
      };
    }),
  };
}

/** The first few values of each address, in the order of the rows. */
async function texts(source: HeldSource, sql: string, parameters?: Parameters): Promise<ReadonlyMap<bigint, string[]>> {
  const found = new Map<bigint, string[]>();
  for (const row of await source.rows(sql, parameters)) {
    const ip = row.ip as bigint;
    const values = found.get(ip);
    if (values === undefined) found.set(ip, [String(row.value)]);
    else if (values.length < FEW) values.push(String(row.value));
  }
  return found;
}
