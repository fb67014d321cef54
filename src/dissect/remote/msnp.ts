/** MSN Messenger: the version command "VER 1 MSNP18 CVR0"; from the middle a message, "MSG … MIME-Version". */
import { indexOfText, startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const msnp: Dissector = {
  app: 'msnp',
  over: [6],
  ports: [1863],
  firstBytes: [0x56, 0x4d],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 10) return Verdict.No;
    if (startsWith(buf, off, end, 'MSG '))
      return indexOfText(buf, off, Math.min(end, off + 96), 'MIME-Version: ') > 0 ? Verdict.Yes : Verdict.No;
    return startsWith(buf, off, end, 'VER ') && indexOfText(buf, off, Math.min(end, off + 32), 'MSNP') > 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
