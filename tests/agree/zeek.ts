/** Zeek's own expected conn.log of its test traces, held against our flows. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
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
  for (const { traces_present: traces, baselines } of tests) {
    const files = traces.filter(
      (trace) => statSync(join(FOLDER, 'Traces', trace), { throwIfNoEntry: false })?.isFile() === true,
    );
    if (files.length !== 1) continue;
    for (const baseline of baselines.filter((name) => name.endsWith('/conn.log'))) {
      for (const row of readLog(join(FOLDER, 'Baseline', baseline))) {
        const one = (...names: readonly string[]): string => names.map((name) => row[name]).find(Boolean) ?? '';
        const proto = PROTOS[one('proto')] ?? Number(one('ip_proto') || -1);
        const orig = one('id.orig_h', 'src_ip', 'src', 'id_orig_h');
        const conn: Conn = {
          trace: files[0]!,
          orig,
          origPort: Number(one('id.orig_p', 'src_port', 'id_orig_p')),
          resp: one('id.resp_h', 'dst_ip', 'dst', 'id_resp_h'),
          respPort: Number(one('id.resp_p', 'dst_port', 'id_resp_p')),
          proto: one('proto') === 'icmp' && orig.includes(':') ? 58 : proto,
          row,
        };
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

/** Traces whose baselines come from scripts that change what is logged, with the reason. */
const LEFT_OUT: Readonly<Record<string, string>> = {};

export function agreeWithZeek(): Agreement {
  const agreement = new Agreement();
  const byTrace = Map.groupBy(connections(), ({ trace }) => trace);
  for (const [trace, conns] of byTrace) {
    if (LEFT_OUT[trace] !== undefined) continue;
    const ours = Map.groupBy(flowsOf(join(FOLDER, 'Traces', trace)), (flow) =>
      ends(flow.proto, flow.src.ip, flow.src.port, flow.dst.ip, flow.dst.port),
    );
    for (const conn of conns) compare(agreement, conn, ours);
  }
  return agreement;
}

function compare(agreement: Agreement, conn: Conn, ours: ReadonlyMap<string, readonly Flow[]>): void {
  const { row } = conn;
  const told = `${conn.trace} ${conn.proto} ${conn.orig}:${conn.origPort} > ${conn.resp}:${conn.respPort}`;
  const flows = ours.get(ends(conn.proto, conn.orig, conn.origPort, conn.resp, conn.respPort)) ?? [];
  agreement.count('tuple', flows.length > 0, () => told);
  if (flows.length === 0) return;
  const score = (flow: Flow): number => {
    const straight = flow.src.ip === conn.orig && (conn.proto !== 6 || flow.src.port === conn.origPort);
    const [src, dst] = straight ? [flow.src, flow.dst] : [flow.dst, flow.src];
    const near = (a: number, b: string | undefined): number => -Math.min(1000, Math.abs(a - Number(b ?? 0)));
    const icmp = conn.proto === 1 || conn.proto === 58;
    const type = icmp && flow.src.port !== conn.origPort && flow.dst.port !== conn.origPort ? -5000 : 0;
    return (
      near(src.packets, row.orig_pkts) +
      near(dst.packets, row.resp_pkts) +
      (row.conn_state === flow.state ? 1 : 0) +
      type
    );
  };
  const flow = flows.toSorted((a, b) => score(b) - score(a))[0]!;
  const straight =
    flow.src.ip === conn.orig &&
    (![6, 17].includes(conn.proto) || conn.orig !== conn.resp || flow.src.port === conn.origPort);
  agreement.count(
    'direction',
    straight && ([1, 58].includes(conn.proto) || flow.src.port === conn.origPort || ![6, 17].includes(conn.proto)),
    () => told,
  );
  const [src, dst] = straight ? [flow.src, flow.dst] : [flow.dst, flow.src];
  if (row.orig_pkts !== undefined && row.orig_pkts !== '-')
    agreement.count(
      'packets',
      src.packets === Number(row.orig_pkts) && dst.packets === Number(row.resp_pkts),
      () => `${told} zeek ${row.orig_pkts}/${row.resp_pkts} ours ${src.packets}/${dst.packets}`,
    );
  if (row.orig_bytes !== undefined && row.orig_bytes !== '-')
    agreement.count(
      'payload',
      src.payload === Number(row.orig_bytes) && dst.payload === Number(row.resp_bytes),
      () =>
        `${told} zeek ${row.orig_bytes}/${row.resp_bytes} missed ${row.missed_bytes} ours ${src.payload}/${dst.payload} lost ${src.lost}/${dst.lost} retrans ${src.retrans}/${dst.retrans} ${row.conn_state} ${row.history}`,
    );
  if (conn.proto !== 6) return;
  agreement.count(
    'conn_state',
    row.conn_state === flow.state,
    () => `${told} zeek ${row.conn_state} ${row.history} ours ${flow.state} ${flow.facts.get('tcp.history') ?? ''}`,
  );
  if (row.history !== undefined)
    agreement.count(
      'history',
      row.history === (flow.facts.get('tcp.history') ?? '-'),
      () =>
        `${told} zeek ${row.history} ours ${flow.facts.get('tcp.history')} packets ${row.orig_pkts}/${row.resp_pkts}`,
    );
}
