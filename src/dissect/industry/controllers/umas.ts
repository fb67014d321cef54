/**
 * Schneider UMAS: Modbus/TCP with function 5A, session and one of UMAS's function codes (Kaspersky ICS CERT, "The secrets of
 * Schneider Electric's UMAS protocol", 2022).
 */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const umas: Dissector = {
  app: 'umas',
  over: [6],
  ports: [502],
  onOwnPortsOnly: true,
  noGuess: true,
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 10) return Verdict.No;
    const code = buf[off + 9];
    return u16(buf, off + 2) === 0 &&
      u16(buf, off + 4) + 6 === wireLength &&
      buf[off + 7] === 0x5a &&
      (code <= 0x73 || code >= 0xfd)
      ? Verdict.Yes
      : Verdict.No;
  },
};
