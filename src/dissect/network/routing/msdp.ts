/** MSDP, RFC 3618 §12: type, u16 length; a keep-alive (4) is 3 bytes, a source-active (1) 8 and 12 an entry. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const msdp: Dissector = {
  app: 'msdp',
  over: [6],
  ports: [639],
  onOwnPortsOnly: true,
  firstBytes: [1, 2, 3, 4, 7],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 3) return Verdict.More;
    const length = u16(buf, off + 1);
    if (buf[off] === 4) return length === 3 ? Verdict.Yes : Verdict.No;
    return buf[off] === 1 && size >= 8 && length >= 20 && length >= 8 + 12 * buf[off + 3] && length <= 9192
      ? Verdict.Yes
      : Verdict.No;
  },
};
