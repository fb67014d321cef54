/**
 * ZeroTier HELLO (Packet.hpp): id, addresses of 5 bytes, flags with cipher 0, MAC, verb 1, protocol 4 to 20, version, time, and
 * the sender's identity, which begins with its address and type 0.
 */
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const zerotier: Dissector = {
  app: 'zerotier',
  over: [17],
  ports: [9993],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 60 || (buf[off + 18] & 0xf8) !== 0 || (buf[off + 27] & 0x1f) !== 1) return Verdict.No;
    if (buf[off + 28] < 4 || buf[off + 28] > 30) return Verdict.No;
    for (let i = 0; i < 5; i++) if (buf[off + 41 + i] !== buf[off + 13 + i]) return Verdict.No;
    return buf[off + 46] === 0 ? Verdict.Yes : Verdict.No;
  },
};
