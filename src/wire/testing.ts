/** For tests: packets from hex, what their headers say as text. */
import { formatIp } from '#base/address.ts';
import { WHYS } from './check.ts';
import { createHeaders, type Headers, type HeadersOptions } from './headers.ts';
import { LAYERS } from './layers.ts';
import { readPacket } from './packet.ts';

export interface Read {
  readonly verdict: 'ok' | 'truncated' | 'malformed' | 'unsupported';
  /** of a malformed packet: layer and reason */
  readonly why: string | undefined;
  readonly stack: string;
  /** "10.0.0.1:1000 > 10.0.0.2:80", or the stations' */
  readonly ends: string;
  readonly tunnel: string;
  readonly h: Headers;
}

export const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.replace(/\s+/g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** `wire`: bytes on the wire beyond the captured ones. */
export function read(hex: string, linkType = 1, wire = 0, options: HeadersOptions = {}): Read {
  return readBytes(bytesOf(hex), linkType, wire, options);
}

/** `around`: what the bytes before and behind the packet are. */
export function readBytes(
  packet: Uint8Array,
  linkType = 1,
  wire = 0,
  options: HeadersOptions = {},
  around = 0x45,
): Read {
  const h = createHeaders(options);
  const buf = new Uint8Array(packet.length + 32).fill(around);
  buf.set(packet, 16);
  const end = 16 + packet.length;
  const verdict = readPacket(h, buf, 16, end, end + wire, linkType);
  const port = (value: number): string => (h.hasPorts === 1 ? `:${value}` : '');
  const mac = (high: number, low: number): string =>
    high.toString(16).padStart(4, '0') + (low >>> 0).toString(16).padStart(8, '0');
  const ends =
    h.ipVersion === 0
      ? `${mac(h.srcMacHigh, h.srcMacLow)} > ${mac(h.dstMacHigh, h.dstMacLow)}`
      : `${formatIp(h.src0 >>> 0, h.src1 >>> 0, h.src2 >>> 0, h.src3 >>> 0)}${port(h.srcPort)} > ${formatIp(h.dst0 >>> 0, h.dst1 >>> 0, h.dst2 >>> 0, h.dst3 >>> 0)}${port(h.dstPort)}`;
  return {
    verdict: (['ok', 'truncated', 'malformed', 'unsupported'] as const)[verdict],
    why: verdict === 2 ? `${LAYERS[h.reason >> 4]} ${WHYS[h.reason & 15]}` : undefined,
    stack: h.layers.name(h.stack),
    ends,
    tunnel: h.tunnels.name(h.tunnel, false),
    h,
  };
}

/**
 * Every byte of the packet at each of its edges, and the packet ended by its sender at each length: what is read, as text, once
 * among these bytes and once among others. The two differ where a byte outside the packet was looked at.
 */
export function* readAtEdges(packet: Uint8Array, linkType: number): Generator<readonly [string, string]> {
  const both = (bytes: Uint8Array): readonly [string, string] => [told(bytes, 0x45), told(bytes, 0x00)];
  const told = (bytes: Uint8Array, around: number): string => {
    const { verdict, why, stack, ends, tunnel, h } = readBytes(bytes, linkType, 0, {}, around);
    return [
      verdict,
      why,
      stack,
      ends,
      tunnel,
      h.vlan,
      h.vni,
      h.tunnelId,
      h.payloadOff,
      h.payloadEnd,
      h.payloadWire,
    ].join(' ');
  };
  for (let at = 0; at < packet.length; at++) {
    yield both(packet.subarray(0, at));
    const byte = packet[at]!;
    for (const value of [0, 1, byte - 1, byte + 1, 0x7f, 0x80, 0xff]) {
      const changed = packet.slice();
      changed[at] = value;
      yield both(changed);
    }
  }
}

const size = (hex: string): number => hex.replace(/\s+/g, '').length / 2;
const u16 = (value: number): string => value.toString(16).padStart(4, '0');

/** IPv4 from 192.0.2.1 to 192.0.2.2 around a payload. */
export const outerIp = (proto: string, payload: string): string =>
  `45 00 ${u16(20 + size(payload))} 0001 0000 40 ${proto} 0000 c0000201 c0000202 ${payload}`;

/** UDP from port 49152 in outerIp. */
export const outerUdp = (port: number, payload: string): string =>
  outerIp('11', `c000 ${u16(port)} ${u16(8 + size(payload))} 0000 ${payload}`);

/** Ethernet between 02…01 and 02…02. */
export const ETH = '020000000002 020000000001';
export const onEthernet = (type: string, payload: string): string => `${ETH} ${type} ${payload}`;

/** What lies innermost: 10.0.0.1:1000 > 10.0.0.2:80. */
export const TCP4 =
  '45 00 002a 0001 0000 40 06 0000 0a000001 0a000002  03e8 0050 00000001 00000002 50 18 0400 0000 0000 6869';
export const TCP6 = `60000000 0016 06 40 ${'20010db8000000000000000000000001'} ${'20010db8000000000000000000000002'}  03e8 0050 00000001 00000002 50 18 0400 0000 0000 6869`;
/** A frame between other stations with TCP4. */
export const FRAME4 = `0a00000000bb 0a00000000aa 0800 ${TCP4}`;
export const INNER4 = '10.0.0.1:1000 > 10.0.0.2:80';
export const INNER6 = '2001:db8::1:1000 > 2001:db8::2:80';
