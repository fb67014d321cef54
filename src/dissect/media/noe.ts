/**
 * Alcatel NOE (UA over UDP): opcode 0 (connect) with TLVs 0 to 9 of at most 4 bytes, 4 and 5 (keep-alive) alone, 2 (release)
 * with its reason (Wireshark's field list of uaudp).
 */
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const noe: Dissector = {
  app: 'noe',
  over: [17],
  ports: [32000, 32512],
  onOwnPortsOnly: true,
  firstBytes: [0, 1, 2, 4, 5],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (wireLength === 1) return buf[off] === 4 || buf[off] === 5 ? Verdict.Yes : Verdict.No;
    if (buf[off] > 1 || size < 5 || size !== wireLength) return Verdict.No;
    let at = off + 1;
    while (at + 2 <= end) {
      if (buf[at] > 9 || buf[at + 1] === 0 || buf[at + 1] > 4) return Verdict.No;
      at += 2 + buf[at + 1];
    }
    return at === end ? Verdict.Yes : Verdict.No;
  },
};
