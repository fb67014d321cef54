/** VISCA over IP (Sony): u16 kind, u16 length of the payload, u32 sequence; commands and replies end with ff. */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const COMMAND = 0x0100;
const CONTROL = 0x0200;

export const visca: Dissector = {
  app: 'visca',
  over: [17],
  ports: [52381],
  onOwnPortsOnly: true,
  noGuess: true,
  firstBytes: [1, 2],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 9 || u16(buf, off + 2) + 8 !== wireLength || wireLength > 24 || size !== wireLength) return Verdict.No;
    const kind = u16(buf, off);
    if (kind === CONTROL || kind === CONTROL + 1) return buf[off + 8] <= 0x0f ? Verdict.Yes : Verdict.No;
    const known = kind === COMMAND || kind === 0x0110 || kind === 0x0111 || kind === 0x0120;
    return known && buf[off + 8] >= 0x80 && buf[end - 1] === 0xff ? Verdict.Yes : Verdict.No;
  },
};
