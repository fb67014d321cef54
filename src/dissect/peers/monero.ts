/** Monero peer-to-peer, "levin" protocol (monero/contrib/epee/include/net/levin_base.h): mark 01 21 01 01 01 01 01 01. */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const monero: Dissector = {
  app: 'monero',
  over: [6],
  ports: [18080],
  firstBytes: [1],
  probe({ buf, off, end }) {
    if (buf[off] !== 1) return Verdict.No;
    if (end - off < 8) return end - off < 2 || buf[off + 1] === 0x21 ? Verdict.More : Verdict.No;
    return u32(buf, off) === 0x01210101 && u32(buf, off + 4) === 0x01010101 ? Verdict.Yes : Verdict.No;
  },
};
