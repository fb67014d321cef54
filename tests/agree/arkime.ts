/** Sessions that Arkime's own tests expect of their captures, held against our flows. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORPUS } from '../corpus.ts';
import { type Flow, flowsOf } from './flows.ts';
import { Agreement } from './share.ts';

const FOLDER = join(CORPUS, 'arkime');

interface SessionEnd {
  readonly ip?: string;
  readonly port?: number;
  readonly packets: number;
  readonly bytes: number;
}

interface Session {
  readonly ipProtocol: number;
  readonly source: SessionEnd;
  readonly destination: SessionEnd;
  readonly network: { readonly packets: number; readonly bytes: number };
}

export const hasArkime: boolean = existsSync(FOLDER);

/** Arkime writes IPv6 as we do, but without the dots of mapped addresses. */
const endOf = (proto: number, ip: string, port: number): string =>
  proto === 6 || proto === 17 || proto === 132 ? `${ip} ${port}` : ip;

/** A session and what we have of it, for the rules below. */
interface Case {
  readonly session: Session;
  /** of all sessions of the capture between the same ends */
  readonly sessionPackets: number;
  /** ours between its ends */
  readonly same: readonly Flow[];
  /** all of the capture */
  readonly flows: readonly Flow[];
}

interface Explanation {
  readonly reason: string;
  /** shows that it is the reason for this session */
  holds(one: Case): boolean;
}

const packetsOf = (flows: readonly Flow[]): number =>
  flows.reduce((sum, { src, dst }) => sum + src.packets + dst.packets, 0);
/** A group, a broadcast, or the address of who has none yet. */
const isGroup = (ip: string): boolean => /^(22[4-9]|23\d|255|0)\.|\.255$|^ff/.test(ip);

const SENDERS: Explanation = {
  reason: 'Arkime keeps one session for a group or a broadcast, whoever sends; we keep a flow for each sender',
  holds: ({ session: { ipProtocol, source, destination, network }, flows }) => {
    const groups = [source.ip ?? '', destination.ip ?? ''].filter(isGroup);
    const members = flows.filter(
      ({ proto, src, dst }) => proto === ipProtocol && (groups.includes(src.ip) || groups.includes(dst.ip)),
    );
    return packetsOf(members) >= network.packets;
  },
};
const MESSAGES: Explanation = {
  reason:
    'Arkime keeps one session of ICMP between two hosts; we keep one for each pair of request and reply, as Zeek does',
  holds: ({ session: { ipProtocol }, same, sessionPackets }) =>
    (ipProtocol === 1 || ipProtocol === 58) && same.length > 1 && packetsOf(same) === sessionPackets,
};
/** Of a session whose counts agree. */
const FIRST_SENDER =
  'Arkime takes the sender of the first packet for the source; we look at ports where no SYN was captured';
const TIMES: Explanation = {
  reason:
    'Arkime ends sessions by settings of its test, or where the clock of the capture leaps by decades, otherwise than we do',
  holds: ({ same, sessionPackets }) => packetsOf(same) === sessionPackets,
};
/** Captures where a session is another thing than our flow, and why: each session is held against the reason's rule. */
const EXPLAINED: Readonly<Record<string, Explanation>> = {
  ospf: SENDERS,
  pim: SENDERS,
  'wireshark-dhcp': SENDERS,
  'long-session': TIMES,
  'y2038-bgp': TIMES,
};

export function agreeWithArkime(): Agreement {
  const agreement = new Agreement();
  for (const file of readdirSync(FOLDER)
    .filter((name) => name.endsWith('.test'))
    .sort()) {
    const capture = join(FOLDER, file.replace(/\.test$/, '.pcap'));
    if (!existsSync(capture)) continue;
    const sessions =
      (JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as { sessions3?: { body: Session }[] }).sessions3 ?? [];
    const flows = flowsOf(capture);
    const name = file.replace(/\.test$/, '');
    const sums = new Map<string, number>();
    for (const { body } of sessions) sums.set(endsOf(body), (sums.get(endsOf(body)) ?? 0) + body.network.packets);
    for (const { body } of sessions) compare(agreement, name, body, flows, sums.get(endsOf(body))!);
  }
  return agreement;
}

const endsOf = ({ ipProtocol: proto, source, destination }: Session): string =>
  [endOf(proto, source.ip ?? '', source.port ?? 0), endOf(proto, destination.ip ?? '', destination.port ?? 0)]
    .sort()
    .join(' | ');

function compare(
  agreement: Agreement,
  name: string,
  session: Session,
  flows: readonly Flow[],
  sessionPackets: number,
): void {
  const { source, destination, ipProtocol: proto, network } = session;
  if (source.ip === undefined || destination.ip === undefined) return;
  const key = endsOf(session);
  const told = `${name} ${proto} ${source.ip}:${source.port} > ${destination.ip}:${destination.port}`;
  const same = flows.filter(
    (flow) =>
      flow.proto === proto &&
      [endOf(proto, flow.src.ip, flow.src.port), endOf(proto, flow.dst.ip, flow.dst.port)].sort().join(' | ') === key,
  );
  agreement.count('endpoints', same.length > 0, () => told);
  if (same.length === 0) return;
  const packets = (flow: Flow): number => flow.src.packets + flow.dst.packets;
  const near = (flow: Flow): number => Math.abs(packets(flow) - network.packets);
  const flow = same.toSorted((a, b) => near(a) - near(b))[0]!;
  const explanation = EXPLAINED[name] ?? MESSAGES;
  const reason = explanation.holds({ session, sessionPackets, same, flows }) ? explanation.reason : undefined;
  agreement.count(
    'packets',
    packets(flow) === network.packets,
    () =>
      `${told} arkime ${source.packets}/${destination.packets} ours ${same.map((one) => `${one.src.packets}/${one.dst.packets}`).join(' ')}`,
    reason,
  );
  agreement.count(
    'bytes',
    flow.src.bytes + flow.dst.bytes === network.bytes,
    () => `${told} arkime ${network.bytes} ours ${flow.src.bytes + flow.dst.bytes} in ${flow.stack}`,
    reason,
  );
  const straight = endOf(proto, flow.src.ip, flow.src.port) === endOf(proto, source.ip, source.port ?? 0);
  const isFromServer = (source.port ?? 0) < (destination.port ?? 0) && flow.dst.port === source.port;
  agreement.count('direction', straight, () => told, reason ?? (isFromServer ? FIRST_SENDER : undefined));
}
