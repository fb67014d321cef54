/** Apache ActiveMQ OpenWire: length, WIREFORMAT_INFO (1), "ActiveMQ". */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const openwire: Dissector = {
  app: 'openwire',
  over: [6],
  ports: [61616],
  firstBytes: [0],
  probe({ buf, off, end }) {
    if (buf[off] !== 0) return Verdict.No;
    if (end - off < 13) return Verdict.More;
    return buf[off + 4] === 1 && startsWith(buf, off + 5, end, 'ActiveMQ') ? Verdict.Yes : Verdict.No;
  },
};
