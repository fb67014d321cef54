/** Elasticsearch transport protocol: "ES", length of the rest, request id, status, version. */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const elasticsearch: Dissector = {
  app: 'elasticsearch',
  over: [6],
  ports: [9300],
  firstBytes: [0x45],
  probe({ buf, off, end }) {
    if (end - off < 19)
      return buf[off] === 0x45 && (end - off < 2 || buf[off + 1] === 0x53) ? Verdict.More : Verdict.No;
    if (buf[off] !== 0x45 || buf[off + 1] !== 0x53 || buf[off + 2] > 5 || u16(buf, off + 6) !== 0) return Verdict.No;
    return buf[off + 14] < 16 && buf[off + 15] === 0 && buf[off + 16] < 0x90 ? Verdict.Yes : Verdict.No;
  },
};
