/**
 * San Andreas Multiplayer query: "SAMP", address and port of the server, opcode i, r, c, d, x or p (SA-MP wiki, "Query
 * mechanism").
 */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const saMp: Dissector = {
  app: 'sa-mp',
  over: [17],
  ports: [7777],
  noGuess: true,
  firstBytes: [0x53],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 11 || !startsWith(buf, off, end, 'SAMP')) return Verdict.No;
    return 'ircdxp'.includes(String.fromCharCode(buf[off + 10])) ? Verdict.Yes : Verdict.No;
  },
};
