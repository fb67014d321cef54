/**
 * Matter (CSA), core specification §4.4 and §4.11: an unsecured session (id 0, security flags 0) whose protocol is the secure
 * channel (opcodes 10 to 40).
 */
import { u16le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const matter: Dissector = {
  app: 'matter',
  over: [17],
  ports: [5540],
  onOwnPortsOnly: true,
  firstBytes: [0, 1, 2, 4, 5],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 16 || (buf[off] & 0xf8) !== 0 || u16le(buf, off + 1) !== 0 || buf[off + 3] !== 0) return Verdict.No;
    const at = off + 8 + ((buf[off] & 4) !== 0 ? 8 : 0) + ((buf[off] & 3) === 1 ? 8 : (buf[off] & 3) === 2 ? 2 : 0);
    return at + 6 <= end &&
      (buf[at] & 0xe0) === 0 &&
      buf[at + 1] >= 0x10 &&
      buf[at + 1] <= 0x40 &&
      u16le(buf, at + 4) === 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
