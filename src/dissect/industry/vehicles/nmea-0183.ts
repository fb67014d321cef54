/**
 * NMEA 0183 sentences: $ or !, five or more letters or digits, comma, fields, * and the exclusive or of what lies between, as
 * hex.
 */
import { isDigit } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

function hexDigit(byte: number): number {
  if (isDigit(byte)) return byte - 48;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 87 : -1;
}

export const nmea0183: Dissector = {
  app: 'nmea-0183',
  over: [6, 17],
  ports: [10110],
  firstBytes: [0x24, 0x21],
  probe({ buf, off, end }) {
    const limit = Math.min(end, off + 84);
    let sum = 0;
    for (let at = off + 1; at + 2 < limit; at++) {
      const byte = buf[at];
      if (byte === 0x2a)
        return at > off + 6 && hexDigit(buf[at + 1]) * 16 + hexDigit(buf[at + 2]) === sum ? Verdict.Yes : Verdict.No;
      if (
        byte < 0x20 ||
        byte > 0x7e ||
        (at === off + 6 && byte !== 0x2c) ||
        (at < off + 6 && (byte < 0x30 || byte > 0x5a))
      )
        return Verdict.No;
      sum ^= byte;
    }
    return Verdict.No;
  },
};
