/**
 * Emerson ROC and ROC Plus: unit and group of receiver and sender, opcode, data length, data, CRC-16 (ROC Plus manual A6127 §1).
 */
import { u16le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

/** CRC-16, polynomial A001 reflected, start 0. */
function crc(buf: Uint8Array, off: number, end: number): number {
  let sum = 0;
  for (let at = off; at < end; at++) {
    sum ^= buf[at];
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >> 1) ^ 0xa001 : sum >> 1;
  }
  return sum;
}

export const rocPlus: Dissector = {
  app: 'roc-plus',
  over: [6, 17],
  ports: [4000],
  onOwnPortsOnly: true,
  noGuess: true,
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 8 || size > 256 || size !== wireLength) return Verdict.No;
    return buf[off + 5] + 8 === size && crc(buf, off, end - 2) === u16le(buf, end - 2) ? Verdict.Yes : Verdict.No;
  },
};
