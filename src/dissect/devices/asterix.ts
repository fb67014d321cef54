/** ASTERIX, EUROCONTROL: data blocks of category and u16 length that fill the datagram. */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const asterix: Dissector = {
  app: 'asterix',
  over: [17],
  ports: [8600],
  onOwnPortsOnly: true,
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 4 || size !== wireLength) return Verdict.No;
    let at = off;
    while (at + 4 <= end) {
      const category = buf[at];
      const length = u16(buf, at + 1);
      if (category === 0 || length < 4 || buf[at + 3] === 0) return Verdict.No;
      at += length;
    }
    return at === end ? Verdict.Yes : Verdict.No;
  },
};
