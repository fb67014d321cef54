/** Freeciv (common/networking/packets.def): u16 length, PACKET_SERVER_JOIN_REQ (4), user, capabilities that begin "+Freeciv". */
import { indexOfByte, startsWith, u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const LONGEST_NAME = 48; // MAX_LEN_NAME

export const freeciv: Dissector = {
  app: 'freeciv',
  over: [6],
  ports: [5556],
  noGuess: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    if (end - off < 16 || buf[off + 2] !== 4 || u16(buf, off) > wireLength) return Verdict.No;
    const stop = indexOfByte(buf, off + 3, Math.min(end, off + 4 + LONGEST_NAME), 0);
    return stop > off + 3 && startsWith(buf, stop + 1, end, '+Freeciv') ? Verdict.Yes : Verdict.No;
  },
};
