/**
 * GPRS Tunnelling Protocol: GTPv1 (3GPP TS 29.060 §6), GTPv2 (TS 29.274 §5.1), GTP' (TS 32.295 §6.1), whose length must be
 * the datagram's.
 */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

/** A second GTPv2 message behind the first, TS 29.274 §5.5.1. */
function isPiggybacked(buf: Uint8Array, off: number, end: number): boolean {
  const next = off + 4 + u16(buf, off + 2);
  return (buf[off] & 0x10) !== 0 && next + 8 <= end && buf[next] >> 5 === 2 && next + 4 + u16(buf, next + 2) === end;
}

function isGtp(port: number): boolean {
  return port === 2123 || port === 2152 || port === 3386;
}

export const gtp: Dissector = {
  app: 'gtp',
  over: [17],
  ports: [2123, 2152, 3386],
  onOwnPortsOnly: true,
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (end - off < 6 || (!isGtp(sendPort) && !isGtp(recvPort))) return Verdict.No;
    const length = u16(buf, off + 2);
    const version = buf[off] >> 5;
    if (version === 2) return length + 4 === wireLength || isPiggybacked(buf, off, end) ? Verdict.Yes : Verdict.No;
    if (version === 1 && (buf[off] & 0x10) !== 0) return length + 8 === wireLength ? Verdict.Yes : Verdict.No;
    return version <= 1 && (length + 6 === wireLength || length + 20 === wireLength) ? Verdict.Yes : Verdict.No;
  },
};
