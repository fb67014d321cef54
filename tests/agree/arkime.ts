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

const SENDERS = 'Arkime keeps one session for a group or a broadcast, whoever sends; we keep a flow for each sender';
const MESSAGES =
  'Arkime keeps one session of ICMP between two hosts; we keep one for each pair of request and reply, as Zeek does';
const TIMES =
  'Arkime ends sessions by settings of its test, or where the clock of the capture leaps by decades, otherwise than we do';
/** Captures where a session is another thing than our flow, and why. */
const EXPLAINED: Readonly<Record<string, string>> = {
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
    for (const { body } of sessions) compare(agreement, name, body, flows);
  }
  return agreement;
}

function compare(agreement: Agreement, name: string, session: Session, flows: readonly Flow[]): void {
  const { source, destination, ipProtocol: proto, network } = session;
  if (source.ip === undefined || destination.ip === undefined) return;
  const key = [endOf(proto, source.ip, source.port ?? 0), endOf(proto, destination.ip, destination.port ?? 0)]
    .sort()
    .join(' | ');
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
  const reason = EXPLAINED[name] ?? (proto === 1 || proto === 58 ? MESSAGES : undefined);
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
  agreement.count('direction', straight, () => told, reason);
}
