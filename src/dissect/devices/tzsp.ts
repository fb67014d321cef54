/** TZSP: version 1, type 0 to 5, encapsulated protocol, tags (0 padding, 1 end) up to the end tag. */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const tzsp: Dissector = {
  app: 'tzsp',
  over: [17],
  ports: [37008],
  onOwnPortsOnly: true,
  firstBytes: [1],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 5 || buf[off + 1] > 5 || u16(buf, off + 2) > 200) return Verdict.No;
    let at = off + 4;
    while (at < end && buf[at] !== 1) at += buf[at] === 0 ? 1 : 2 + buf[at + 1];
    return at < end || buf[off + 1] >= 4 ? Verdict.Yes : Verdict.No;
  },
};
