/** Zeek's own expected conn.log of its test traces, held against our flows. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SETTINGS } from '#flow/settings.ts';
import { CORPUS } from '../corpus.ts';
import { type Flow, flowsOf } from './flows.ts';
import { Agreement } from './share.ts';

const FOLDER = join(CORPUS, 'zeek');
const PROTOS: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmp: 1, icmp6: 58 };

interface Conn {
  readonly trace: string;
  readonly orig: string;
  readonly origPort: number;
  readonly resp: string;
  readonly respPort: number;
  readonly proto: number;
  readonly row: Readonly<Record<string, string>>;
  /** of the same log between the same ends, this one included */
  readonly alike: { conns: number; packets: number };
}

interface Baseline {
  readonly test: string;
  readonly traces_present: readonly string[];
  readonly baselines: readonly string[];
}

export const hasZeek: boolean = existsSync(join(FOLDER, '_trace_baselines.json'));

/** Connections of the baselines of tests that read one trace. */
function connections(): Conn[] {
  const tests = JSON.parse(readFileSync(join(FOLDER, '_trace_baselines.json'), 'utf8')) as Baseline[];
  const seen = new Set<string>();
  const conns: Conn[] = [];
  for (const { test, traces_present: traces, baselines } of tests) {
    // The list gives a test the baselines of all whose names begin with its own; "-2" is its second part, of another trace.
    const own = `${test.replace(/\.[^.]*$/, '').replaceAll('/', '.')}/conn.log`;
    const files = traces.filter(
      (trace) => statSync(join(FOLDER, 'Traces', trace), { throwIfNoEntry: false })?.isFile() === true,
    );
    if (files.length !== 1) continue;
    for (const baseline of baselines.filter((name) => name === own)) {
      const alike = new Map<string, Conn['alike']>();
      for (const row of readLog(join(FOLDER, 'Baseline', baseline))) {
        const one = (...names: readonly string[]): string => names.map((name) => row[name]).find(Boolean) ?? '';
        const proto = PROTOS[one('proto')] ?? Number(one('ip_proto') || -1);
        const orig = one('id.orig_h', 'src_ip', 'src', 'id_orig_h');
        const who = {
          orig,
          origPort: Number(one('id.orig_p', 'src_port', 'id_orig_p')),
          resp: one('id.resp_h', 'dst_ip', 'dst', 'id_resp_h'),
          respPort: Number(one('id.resp_p', 'dst_port', 'id_resp_p')),
          proto: one('proto') === 'icmp' && orig.includes(':') ? 58 : proto,
        };
        const between = ends(who.proto, orig, who.origPort, who.resp, who.respPort);
        const sums = alike.get(between) ?? { conns: 0, packets: 0 };
        alike.set(between, sums);
        sums.conns++;
        sums.packets += count(row.orig_pkts) + count(row.resp_pkts);
        const conn: Conn = { trace: files[0]!, ...who, row, alike: sums };
        const { ts: _, uid: _u, tunnel_parents: _t, ...rest } = row;
        const key = JSON.stringify([conn.trace, rest]);
        if (orig === '' || seen.has(key) || (row.orig_pkts === undefined && row.history === undefined)) continue;
        seen.add(key);
        conns.push(conn);
      }
    }
  }
  return conns;
}

function* readLog(path: string): Generator<Record<string, string>> {
  let names: readonly string[] = [];
  for (const line of readFileSync(path, 'latin1').split('\n')) {
    if (line.startsWith('#fields')) names = line.split('\t').slice(1);
    if (line === '' || line.startsWith('#')) continue;
    const values = line.split('\t');
    yield Object.fromEntries(names.map((name, n) => [name, values[n] ?? '-']));
  }
}

const ends = (proto: number, a: string, aPort: number, b: string, bPort: number): string => {
  if (proto === 1 || proto === 58) return `${proto} ${[a, b].sort().join(' ')}`;
  const hasPorts = proto === 6 || proto === 17;
  return `${proto} ${[`${a} ${hasPorts ? aPort : 0}`, `${b} ${hasPorts ? bPort : 0}`].sort().join(' ')}`;
};

/** A connection and what we have of it, for the rules below. */
interface Case {
  readonly conn: Conn;
  /** all of ours between its ends */
  readonly flows: readonly Flow[];
  /** the one that fits best */
  readonly flow: Flow;
  readonly straight: boolean;
}

interface Explanation {
  readonly reason: string;
  /** shows that it is the reason for this connection */
  holds(one: Case): boolean;
}

const packetsOf = (flows: readonly Flow[]): number =>
  flows.reduce((sum, { src, dst }) => sum + src.packets + dst.packets, 0);
const count = (text: string | undefined): number => Number(text ?? 0) || 0;
const isWithin = ({ conn: { row }, flow, straight }: Case): boolean => {
  const [src, dst] = straight ? [flow.src, flow.dst] : [flow.dst, flow.src];
  return count(row.orig_pkts) <= src.packets && count(row.resp_pkts) <= dst.packets;
};

/** A flow of a tunnel itself, which we tell as the column tunnel of the flows inside, or with the setting tunnels: outer. */
const OUTER = 'a tunnel itself, which is no flow beside those inside unless the setting tunnels is outer';
const ENDS_EARLY: Explanation = {
  reason:
    'Zeek ends a connection 5 s after its FINs, an attempt nobody answers after 5 s, and takes what follows for another; we keep it one flow',
  holds: ({ conn: { alike }, flows }) => alike.conns > flows.length && alike.packets === packetsOf(flows),
};
const ON_THE_WAY: Explanation = {
  reason: 'the test logs connections before they end',
  holds: (one) => isWithin(one) && one.straight,
};
const WRONG_SUMS: Explanation = {
  reason: 'Zeek leaves out packets whose checksums are wrong, even where the network card was yet to make them',
  // One end’s sums were left to its card: all of its packets are missing from Zeek’s count, none of the other’s.
  holds: (one) =>
    isWithin(one) && one.flow.src.packets === count(one.conn.row.orig_pkts) && count(one.conn.row.resp_pkts) === 0,
};
const NTP_TURNED: Explanation = {
  reason: 'Zeek turns NTP connections round in its script and counts both packets for one side',
  holds: ({ conn, flows }) =>
    (conn.origPort === 123 || conn.respPort === 123) && conn.alike.packets === packetsOf(flows),
};
const NO_SIZES = 'Zeek tells sizes of TCP, UDP and ICMP alone';
const FILTERED: Explanation = {
  reason: 'tests that filter packets, or load no scripts and so know no port of a server',
  holds: (one) => isWithin(one) && (one.straight || one.flow.dst.port < 1024 || one.flow.proto === 1),
};
/** Traces where what Zeek logs is another thing than our flows, and why: each connection is held against the reason's rule. */
const EXPLAINED: Readonly<Record<string, Explanation>> = {
  'tunnels/Teredo.pcap': ENDS_EARLY,
  'ssh/ssh.client-side-half-duplex.pcap': ENDS_EARLY,
  'modbus/modbus-and-non-modbus-p502.pcap': ENDS_EARLY,
  'smtp.pcap': ON_THE_WAY,
  'globus-url-copy.pcap': ON_THE_WAY,
  'auth_change_session_keys.pcap': WRONG_SUMS,
  'ntp/misordered-ntp.pcap': NTP_TURNED,
  'wikipedia.pcap': FILTERED,
};

export function agreeWithZeek(): Agreement {
  const agreement = new Agreement();
  const byTrace = Map.groupBy(connections(), ({ trace }) => trace);
  for (const [trace, conns] of byTrace) {
    const path = join(FOLDER, 'Traces', trace);
    const inner = byEnds(flowsOf(path));
    const isTunnelled = [...inner.values()].some((flows) => flows.some(({ facts }) => facts.has('tunnel')));
    const outer = isTunnelled ? byEnds(flowsOf(path, { ...DEFAULT_SETTINGS, tunnels: 'outer' })) : undefined;
    for (const conn of conns) {
      const key = ends(conn.proto, conn.orig, conn.origPort, conn.resp, conn.respPort);
      compare(agreement, conn, inner.get(key) ?? [], outer?.get(key) ?? []);
    }
  }
  return agreement;
}

const byEnds = (flows: readonly Flow[]): Map<string, Flow[]> =>
  Map.groupBy(flows, ({ proto, src, dst }) => ends(proto, src.ip, src.port, dst.ip, dst.port));

/** `outer`: flows between the same ends when tunnels are flows. */
function compare(agreement: Agreement, conn: Conn, inner: readonly Flow[], outer: readonly Flow[]): void {
  const { row } = conn;
  const told = `${conn.trace} ${conn.proto} ${conn.orig}:${conn.origPort} > ${conn.resp}:${conn.respPort}`;
  const counted = ({ src, dst }: Flow): boolean =>
    src.packets + dst.packets === count(row.orig_pkts) + count(row.resp_pkts);
  // Some datagrams of a tunnel's flow may carry nothing, and so be of a flow of ours.
  const isOuter = inner.length === 0 ? outer.length > 0 : !inner.some(counted) && outer.some(counted);
  const flows = isOuter ? outer : inner;
  agreement.count('tuple', flows.length > 0 && !isOuter, () => told, isOuter ? OUTER : undefined);
  if (flows.length === 0) return;
  const hasPorts = conn.proto === 6 || conn.proto === 17;
  const isStraight = ({ src }: Flow): boolean => src.ip === conn.orig && (!hasPorts || src.port === conn.origPort);
  const score = (flow: Flow): number => {
    const [src, dst] = isStraight(flow) ? [flow.src, flow.dst] : [flow.dst, flow.src];
    const off = (ours: number, theirs: string | undefined): number =>
      Math.min(1000, Math.abs(ours - Number(theirs ?? 0)));
    const otherMessage = !hasPorts && flow.src.port !== conn.origPort && flow.dst.port !== conn.origPort;
    return (
      off(src.packets, row.orig_pkts) +
      off(dst.packets, row.resp_pkts) +
      (row.conn_state === flow.state ? 0 : 1) +
      (otherMessage ? 5000 : 0)
    );
  };
  const flow = flows.toSorted((a, b) => score(a) - score(b))[0]!;
  const straight = isStraight(flow);
  const explanation = EXPLAINED[conn.trace];
  const reason = explanation?.holds({ conn, flows, flow, straight }) === true ? explanation.reason : undefined;
  agreement.count('direction', straight, () => told, reason);
  const [src, dst] = straight ? [flow.src, flow.dst] : [flow.dst, flow.src];
  if (row.orig_pkts !== undefined && row.orig_pkts !== '-')
    agreement.count(
      'packets',
      src.packets === Number(row.orig_pkts) && dst.packets === Number(row.resp_pkts),
      () => `${told} zeek ${row.orig_pkts}/${row.resp_pkts} ours ${src.packets}/${dst.packets}`,
      reason,
    );
  // Zeek's sizes are told by sequence numbers: what was not captured is among them.
  if (row.orig_bytes !== undefined && row.orig_bytes !== '-')
    agreement.count(
      'bytes',
      src.payload + src.lost === Number(row.orig_bytes) && dst.payload + dst.lost === Number(row.resp_bytes),
      () =>
        `${told} zeek ${row.orig_bytes}/${row.resp_bytes} missed ${row.missed_bytes} ours ${src.payload}/${dst.payload} lost ${src.lost}/${dst.lost} ${row.conn_state} ${row.history}`,
      reason ?? (Object.values(PROTOS).includes(conn.proto) ? undefined : NO_SIZES),
    );
  if (conn.proto !== 6) return;
  const history = String(flow.facts.get('tcp.history') ?? '-');
  const both = (): string => `${told} zeek ${row.conn_state} ${row.history} ours ${flow.state} ${history}`;
  agreement.count('conn_state', row.conn_state === flow.state, both, reason);
  if (row.history !== undefined) agreement.count('history', row.history === history, both, reason);
}
