/** Character generator, RFC 864: lines of 72 characters that each begin one later. */
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const chargen: Dissector = {
  app: 'chargen',
  over: [6, 17],
  ports: [19],
  onOwnPortsOnly: true,
  probe({ buf, off, end, sendPort }) {
    const size = end - off;
    if (sendPort !== 19 || size < 40) return Verdict.No;
    for (let at = off + 1; at < off + 40; at++) {
      const step = buf[at] - buf[at - 1];
      if (
        step !== 1 &&
        !(buf[at - 1] === 0x7e && (buf[at] === 0x20 || buf[at] === 0x21)) &&
        !(buf[at - 1] === 0x7d && buf[at] === 0x21)
      )
        return Verdict.No;
    }
    return Verdict.Yes;
  },
};
