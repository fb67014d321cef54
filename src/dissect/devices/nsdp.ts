/** NETGEAR switch discovery (NSDP): version 1, operation, …, "NSDP" at the 25th byte. */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const nsdp: Dissector = {
  app: 'nsdp',
  over: [17],
  ports: [63321, 63322, 63323, 63324],
  noGuess: true,
  firstBytes: [1],
  probe({ buf, off, end }) {
    const size = end - off;
    return size >= 32 && buf[off + 1] >= 1 && buf[off + 1] <= 4 && startsWith(buf, off + 24, end, 'NSDP')
      ? Verdict.Yes
      : Verdict.No;
  },
};
