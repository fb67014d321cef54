/** The 5-tuple of a flow or packet as text, the same for both directions: for finding a flow's packets in its chunks. */
import { formatIp, formatMac } from '#base/address.ts';
import { messageText } from '#flow/key.ts';
import type { KeyPart } from '#flow/spaces.ts';
import type { FlowRow } from '#query/question.ts';
import { etherTypeName } from '#registry/ether-types.ts';
import { IP_PROTOCOLS } from '#registry/ip-protocols.ts';
import type { Headers } from '#wire/headers.ts';

/** Fields of a flow row that keyOfRow reads. */
export const KEY_FIELDS = [
  'id',
  'start',
  'end',
  'src.ip',
  'dst.ip',
  'src.port',
  'dst.port',
  'src.mac',
  'dst.mac',
  'ip.proto',
  'icmp.type',
  'icmp.code',
  'ip.version',
  'vlan',
  'vlan.inner',
  'vni',
] as const;

const LOW_WORD = 2 ** 32;

export function keyOfHeaders(h: Headers, keyBy: readonly KeyPart[] = []): string {
  return spaceOf(keyBy, [h.vlan, h.innerVlan, h.vni]) + endsOfHeaders(h);
}

function endsOfHeaders(h: Headers): string {
  if (h.ipVersion === 0) {
    const mac = (high: number, low: number): string => formatMac(high * LOW_WORD + (low >>> 0));
    return join(etherTypeName(h.etherType), mac(h.srcMacHigh, h.srcMacLow), mac(h.dstMacHigh, h.dstMacLow));
  }
  const port = (value: number): string => (h.hasPorts === 1 ? ` ${value}` : '');
  const sender = formatIp(h.src0 >>> 0, h.src1 >>> 0, h.src2 >>> 0, h.src3 >>> 0);
  const message = h.icmp < 0 ? '' : messageText(h.proto, h.icmp >>> 8, h.icmp & 0xff, sender);
  return join(
    `${h.ipVersion} ${IP_PROTOCOLS[h.proto]!}${message}`,
    sender + port(h.srcPort),
    formatIp(h.dst0 >>> 0, h.dst1 >>> 0, h.dst2 >>> 0, h.dst3 >>> 0) + port(h.dstPort),
  );
}

export function keyOfRow(row: FlowRow, keyBy: readonly KeyPart[] = []): string {
  const tags = [row['vlan'], row['vlan.inner'], row['vni']].map((tag) => (tag === undefined ? -1 : Number(tag)));
  return spaceOf(keyBy, tags) + endsOfRow(row);
}

/** The address space, where flows are keyed by it. */
function spaceOf(keyBy: readonly KeyPart[], [vlan, inner, vni]: readonly number[]): string {
  const parts = [...(keyBy.includes('vlan') ? [vlan, inner] : []), ...(keyBy.includes('vni') ? [vni] : [])];
  return parts.length === 0 ? '' : `${parts.join('/')} `;
}

function endsOfRow(row: FlowRow): string {
  if (row['src.ip'] === undefined)
    return join(
      String(row['ip.proto']),
      String(row['src.mac'] ?? formatMac(0)),
      String(row['dst.mac'] ?? formatMac(0)),
    );
  const port = (value: unknown): string => (value === undefined ? '' : ` ${String(value)}`);
  const type = row['icmp.type'];
  const proto = String(row['ip.proto']) === 'icmp' ? 1 : 58;
  const message =
    type === undefined ? '' : messageText(proto, Number(type), Number(row['icmp.code'] ?? 0), String(row['src.ip']));
  return join(
    `${String(row['ip.version'])} ${String(row['ip.proto'])}${message}`,
    String(row['src.ip']) + port(row['src.port']),
    String(row['dst.ip']) + port(row['dst.port']),
  );
}

function join(head: string, one: string, two: string): string {
  return one < two ? `${head} ${one} ${two}` : `${head} ${two} ${one}`;
}
