/** Epson network printers: "EPSONP" or "EPSONQ" asks, "EPSONp" or "EPSONq" answers. */
import { startsWithNoCase } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const epson: Dissector = {
  app: 'epson',
  over: [17],
  ports: [3289],
  firstBytes: [0x45],
  probe({ buf, off, end }) {
    return startsWithNoCase(buf, off, end, 'epsonp') || startsWithNoCase(buf, off, end, 'epsonq')
      ? buf[off] === 0x45 && buf[off + 1] === 0x50
        ? Verdict.Yes
        : Verdict.No
      : Verdict.No;
  },
};
