/**
 * Perforce (Helix Core): a byte that is the XOR of the next four, which are the little-endian length; then variables, the
 * last of them func.
 */
import { indexOfText, u32le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const perforce: Dissector = {
  app: 'perforce',
  over: [6],
  ports: [1666],
  onOwnPortsOnly: true,
  probe({ buf, off, end }) {
    if (end - off < 12 || buf[off] !== (buf[off + 1] ^ buf[off + 2] ^ buf[off + 3] ^ buf[off + 4])) return Verdict.No;
    const length = u32le(buf, off + 1);
    if (length < 12 || length > 0x10000) return Verdict.No;
    return indexOfText(buf, off + 5, Math.min(end, off + 5 + length), 'func\0') > 0 ? Verdict.Yes : Verdict.No;
  },
};
