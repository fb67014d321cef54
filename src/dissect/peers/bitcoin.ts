/** Bitcoin and its kin, Bitcoin developer reference "Message headers": network magic, command in 12 bytes, size, checksum. */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const bitcoin: Dissector = {
  app: 'bitcoin',
  over: [6],
  ports: [8333, 18333, 9333],
  firstBytes: [0xf9, 0xfa, 0x0b, 0xfb, 0xbf, 0xe3, 0x0a, 0xc0, 0x1c],
  probe({ buf, off, end }) {
    if (end - off < 4) return buf[off] === 0xf9 || buf[off] === 0x0b ? Verdict.More : Verdict.No;
    const magic = u32(buf, off);
    const known =
      magic === 0xf9beb4d9 ||
      magic === 0x0b110907 ||
      magic === 0xfabfb5da ||
      magic === 0x0a03cf40 ||
      magic === 0xfbc0b6db ||
      magic === 0xc0c0c0c0 ||
      magic === 0xe3e1f3e8 ||
      magic === 0xbf0c6bbd ||
      magic === 0x1cfe1cfe;
    if (!known) return Verdict.No;
    if (end - off < 24) return Verdict.More;
    // the command is letters, padded with zeros
    return buf[off + 4] >= 0x61 && buf[off + 4] <= 0x7a && buf[off + 5] >= 0x61 && buf[off + 15] === 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
