/** Wireshark's analysis of TCP (tcp.analysis.*) through tshark, held against our counters, connection by connection. */
import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { CORPUS, corpusCaptures, findProgram, output } from '../corpus.ts';
import { type Flow, flowsOf } from './flows.ts';
import { Agreement } from './share.ts';

const TSHARK = findProgram('tshark');
const FOLDERS = ['ndpi/pcap/', 'zeek/Traces/', 'arkime/', 'suricata/'];
const MOST_BYTES = 4e6;
/** tshark takes about half a second a capture */
const MOST_CAPTURES = 100;
/** Layers that tshark and we take apart alike. */
const PLAIN = /^(eth|sll|sll2|raw|null|ppp)(:vlan)*:ipv[46]:tcp$/;

/** Field of tshark → our fact, without its side. */
const COUNTS: readonly (readonly [string, string])[] = [
  ['tcp.analysis.retransmission', 'retrans.packets'],
  ['tcp.analysis.fast_retransmission', 'retrans.fast'],
  ['tcp.analysis.spurious_retransmission', 'retrans.spurious'],
  ['tcp.analysis.out_of_order', 'out_of_order'],
  ['tcp.analysis.lost_segment', 'gaps'],
  ['tcp.analysis.zero_window', 'zero_windows'],
  ['tcp.analysis.duplicate_ack', 'dup_acks'],
  ['tcp.analysis.keep_alive', 'keep_alives'],
  ['tcp.analysis.window_full', 'window_full'],
];
const FIELDS = [
  'ip.src',
  'ipv6.src',
  'tcp.srcport',
  'ip.dst',
  'ipv6.dst',
  'tcp.dstport',
  'tcp.analysis.initial_rtt',
  'tcp.analysis.ack_rtt',
  'frame.protocols',
  'frame.number',
  'tcp.len',
  'tcp.flags',
  'tcp.analysis.acks_frame',
];

interface Side {
  readonly counts: number[];
  readonly rtts: number[];
  initialRtt: number | undefined;
}

export const hasTshark: boolean = TSHARK !== undefined && captures().length > 0;

/** A sample of the corpus that is always the same. */
function captures(): string[] {
  const paths = corpusCaptures(...FOLDERS).filter((path) => statSync(path).size <= MOST_BYTES);
  const order = (path: string): number =>
    [...relative(CORPUS, path)].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 1_000_003, 7);
  return paths.toSorted((a, b) => order(a) - order(b));
}

export async function agreeWithTshark(): Promise<Agreement> {
  const agreement = new Agreement();
  let taken = 0;
  for (const path of captures()) {
    if (taken === MOST_CAPTURES) break;
    const flows = ourFlows(path);
    if (flows === undefined) continue;
    taken++;
    compare(agreement, relative(CORPUS, path), flows, await theirSides(path));
  }
  return agreement;
}

/** TCP flows of a capture; undefined when it has none, or some that are wrapped. */
function ourFlows(path: string): Flow[] | undefined {
  try {
    const flows = flowsOf(path).filter(({ proto }) => proto === 6);
    return flows.length > 0 && flows.every(({ stack, src }) => PLAIN.test(stack) && src.port >= 0) ? flows : undefined;
  } catch {
    return undefined;
  }
}

/** By "sender > receiver". */
async function theirSides(path: string): Promise<Map<string, Side>> {
  const fields = [...FIELDS, ...COUNTS.map(([field]) => field)];
  const text = await output(TSHARK!, [
    '-n',
    '-r',
    path,
    '-Y',
    'tcp',
    '-T',
    'fields',
    '-E',
    'occurrence=f',
    ...fields.flatMap((field) => ['-e', field]),
  ]);
  const sides = new Map<string, Side>();
  /** frames with data and neither SYN nor FIN: their round trips are those we tell */
  const data = new Set<string>();
  for (const line of text.split('\n')) {
    const values = line.split('\t');
    if (values.length < fields.length || /icmp/.test(values[8]!)) continue;
    const key = `${values[0] || values[1]} ${values[2]} > ${values[3] || values[4]} ${values[5]}`;
    let side = sides.get(key);
    if (side === undefined) {
      side = { counts: COUNTS.map(() => 0), rtts: [], initialRtt: undefined };
      sides.set(key, side);
    }
    COUNTS.forEach((_, n) => {
      if (values[FIELDS.length + n] !== '') side.counts[n]!++;
    });
    if (values[6] !== '') side.initialRtt ??= Number(values[6]) * 1000;
    if (Number(values[10]) > 0 && (Number(values[11]) & 3) === 0) data.add(values[9]!);
    if (values[7] !== '' && data.has(values[12]!)) side.rtts.push(Number(values[7]) * 1000);
  }
  return sides;
}

function compare(agreement: Agreement, name: string, flows: readonly Flow[], theirs: ReadonlyMap<string, Side>): void {
  const by = Map.groupBy(flows, ({ src, dst }) =>
    [`${src.ip} ${src.port}`, `${dst.ip} ${dst.port}`].sort().join(' | '),
  );
  for (const [key, both] of by) {
    const [one, two] = key.split(' | ');
    const ends = [`${one} > ${two}`, `${two} > ${one}`];
    const told = `${name} ${key}`;
    COUNTS.forEach(([field, fact], n) => {
      const what = field.slice('tcp.analysis.'.length);
      const wireshark = ends.map((end) => theirs.get(end)?.counts[n] ?? 0);
      const ours = ends.map((end) =>
        both.reduce((sum, flow) => sum + Number(flow.facts.get(`${sideOf(flow, end)}.${fact}`) ?? 0), 0),
      );
      const same = wireshark[0] === ours[0] && wireshark[1] === ours[1];
      agreement.count(what, same, () => `${told}: wireshark ${wireshark.join('/')} ours ${ours.join('/')}`);
      if (wireshark.some(Boolean) || ours.some(Boolean)) agreement.count(`${what}, where any`, same, () => '');
    });
    if (both.length > 1) continue;
    const initial = ends.map((end) => theirs.get(end)?.initialRtt).find((rtt) => rtt !== undefined);
    if (initial !== undefined || both[0]!.rttMs !== undefined)
      agreement.count(
        'initial_rtt',
        Math.abs((initial ?? -1) - (both[0]!.rttMs ?? -1)) < 0.002,
        () => `${told}: wireshark ${initial} ours ${both[0]!.rttMs}`,
      );
    for (const end of ends) {
      // The one who acknowledges carries the other's round trip.
      const rtts = theirs.get(end)?.rtts ?? [];
      const least =
        Number(both[0]!.facts.get(`${sideOf(both[0]!, end) === 'src' ? 'dst' : 'src'}.rtt.min`) ?? -1000) / 1000;
      const expected = rtts.length === 0 ? -1 : Math.min(...rtts);
      if (least >= 0 || rtts.length > 2)
        agreement.count(
          'least ack_rtt',
          Math.abs(least - expected) < Math.max(0.01, expected * 0.1),
          () => `${told}: wireshark ${expected} of ${rtts.length} ours ${least}`,
        );
    }
  }
}

const sideOf = (flow: Flow, end: string): 'src' | 'dst' =>
  end.startsWith(`${flow.src.ip} ${flow.src.port} > `) ? 'src' : 'dst';
