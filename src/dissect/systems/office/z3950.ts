/**
 * Z39.50, ISO 23950: InitRequest (context 20) and InitResponse (21) of BER: reference id (82) or protocol version (83), then
 * options (84).
 */
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const z3950: Dissector = {
  app: 'z3950',
  over: [6],
  ports: [210],
  firstBytes: [0xb4, 0xb5],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 8) return Verdict.No;
    const at = off + (buf[off + 1] < 0x80 ? 2 : 2 + (buf[off + 1] & 0x7f));
    if (at + 6 > end || at > off + 4) return Verdict.No;
    const first = buf[at];
    const next = at + 2 + buf[at + 1];
    return (first === 0x83 && buf[at + 1] === 2 && next < end && buf[next] === 0x84) ||
      (first === 0x82 && next < end && buf[next] === 0x83)
      ? Verdict.Yes
      : Verdict.No;
  },
};
