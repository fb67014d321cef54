/**
 * Open Sound Control 1.0: "#bundle", or an address that begins / with its type tags ",…" at the next multiple of four, on ports
 * 8000 and 9000.
 */
import { indexOfByte, isText, startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const osc: Dissector = {
  app: 'osc',
  over: [17],
  ports: [8000, 9000],
  noGuess: true,
  firstBytes: [0x23, 0x2f],
  probe({ buf, off, end, wireLength, recvPort }) {
    if (buf[off] === 0x23)
      return startsWith(buf, off, end, '#bundle\0') && (wireLength & 3) === 0 ? Verdict.Yes : Verdict.No;
    if ((wireLength & 3) !== 0 || (recvPort !== 8000 && recvPort !== 9000)) return Verdict.No;
    const stop = indexOfByte(buf, off, end, 0);
    const tags = off + ((stop - off + 4) & ~3);
    return stop > off + 1 && isText(buf, off, stop) && tags + 2 <= end && buf[tags] === 0x2c ? Verdict.Yes : Verdict.No;
  },
};
