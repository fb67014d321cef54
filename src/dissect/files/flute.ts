/** FLUTE over ALC/LCT, RFC 6726 §3 and RFC 5651 §5.1: version 1, header length in words, and the file table's XML. */
import { indexOfText } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const flute: Dissector = {
  app: 'flute',
  over: [17],
  ports: [],
  firstBytes: [0x10, 0x11],
  probe({ buf, off, end }) {
    if (end - off < 16 || buf[off] >> 4 !== 1 || (buf[off + 1] & 0x0c) !== 0) return Verdict.No;
    const header = 4 * buf[off + 2];
    if (header < 12 || header > 128 || off + header + 4 > end) return Verdict.No;
    const text = indexOfText(buf, off + header, Math.min(end, off + header + 16), '<?xml');
    return text > 0 && indexOfText(buf, text, end, '<FDT-Instance') > 0 ? Verdict.Yes : Verdict.No;
  },
};
