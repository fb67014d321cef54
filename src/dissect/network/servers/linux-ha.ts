/** Linux-HA heartbeat: "###", then lines of name=value that begin with the type. */
import { indexOfText, startsWith } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const linuxHa: Dissector = {
  app: 'linux-ha',
  over: [17],
  ports: [694],
  firstBytes: [0x23],
  probe({ buf, off, end }) {
    return startsWith(buf, off, end, '###\n') &&
      (startsWith(buf, off + 4, end, 't=') ||
        indexOfText(buf, off, Math.min(end, off + 64), '\nt=') > 0 ||
        indexOfText(buf, off, Math.min(end, off + 64), '>t=') > 0)
      ? Verdict.Yes
      : Verdict.No;
  },
};
