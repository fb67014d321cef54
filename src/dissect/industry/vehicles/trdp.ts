/** Train Real-time Data Protocol, IEC 61375-2-3 annex A: version 1 and message type in letters behind the sequence counter. */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const trdp: Dissector = {
  app: 'trdp',
  over: [6, 17],
  ports: [17224, 17225],
  probe({ buf, off, end }) {
    if (end - off < 36 || buf[off + 4] !== 1) return Verdict.No;
    const kind = buf[off + 6];
    const letter = buf[off + 7];
    const process = kind === 0x50 && (letter === 0x64 || letter === 0x72 || letter === 0x70 || letter === 0x65); // Pd Pr Pp Pe
    const message =
      kind === 0x4d &&
      (letter === 0x6e || letter === 0x72 || letter === 0x70 || letter === 0x71 || letter === 0x63 || letter === 0x65);
    return (process || message) && u32(buf, off + 20) <= 65388 && buf[off + 5] <= 8 ? Verdict.Yes : Verdict.No;
  },
};
