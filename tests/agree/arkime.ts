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
  const flow = same.toSorted(
    (a, b) => Math.abs(packets(a) - network.packets) - Math.abs(packets(b) - network.packets),
  )[0]!;
  agreement.count(
    'packets',
    packets(flow) === network.packets,
    () =>
      `${told} arkime ${source.packets}/${destination.packets} ours ${same.map((one) => `${one.src.packets}/${one.dst.packets}`).join(' ')}`,
  );
  agreement.count(
    'bytes',
    flow.src.bytes + flow.dst.bytes === network.bytes,
    () => `${told} arkime ${network.bytes} ours ${flow.src.bytes + flow.dst.bytes} in ${flow.stack}`,
  );
  agreement.count(
    'direction',
    endOf(proto, flow.src.ip, flow.src.port) === endOf(proto, source.ip, source.port ?? 0),
    () => told,
  );
}
