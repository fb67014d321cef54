/**
 * Facebook Zero: flags 30 or 31, version "QTV0", then the length and a QUIC-like tag CHLO, SNOM, SHLO or SREJ (Facebook
 * Engineering, "Building Zero protocol", 2017).
 */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const fbzero: Dissector = {
  app: 'fbzero',
  over: [6],
  ports: [443],
  noGuess: true,
  firstBytes: [0x30, 0x31],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 13)
      return startsWith(buf, off + 1, end, 'QTV'.slice(0, Math.max(0, size - 1))) && size > 3
        ? Verdict.More
        : Verdict.No;
    return startsWith(buf, off + 1, end, 'QTV') &&
      (startsWith(buf, off + 9, end, 'CHLO') ||
        startsWith(buf, off + 9, end, 'SNOM') ||
        startsWith(buf, off + 9, end, 'SHLO') ||
        startsWith(buf, off + 9, end, 'SREJ'))
      ? Verdict.Yes
      : Verdict.No;
  },
};
