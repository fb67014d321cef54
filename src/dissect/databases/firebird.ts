/**
 * Firebird remote protocol: op_connect (1), op_attach (19) or op_create (20), connect version 2 or 3, architecture, database
 * name in XDR.
 */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const firebird: Dissector = {
  app: 'firebird',
  over: [6],
  ports: [3050],
  firstBytes: [0],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 20) return Verdict.More;
    const operation = u32(buf, off + 4);
    const version = u32(buf, off + 8);
    return u32(buf, off) === 1 &&
      (operation === 19 || operation === 20 || operation === 82) &&
      (version === 2 || version === 3) &&
      u32(buf, off + 12) <= 64 &&
      u32(buf, off + 16) < 4096
      ? Verdict.Yes
      : Verdict.No;
  },
};
