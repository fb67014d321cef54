/** XCP on Ethernet (ASAM MCD-1 XCP part 3): little-endian length and counter; it opens with CONNECT, ff and a mode. */
import { u16le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const CONNECT = 0xff;

export const xcp: Dissector = {
  app: 'xcp',
  over: [6, 17],
  ports: [5555],
  onOwnPortsOnly: true,
  noGuess: true,
  firstBytes: [2],
  probe({ buf, off, end, wireLength, recvPort }) {
    if (end - off < 6 || wireLength !== 6 || recvPort !== 5555) return Verdict.No;
    return u16le(buf, off) === 2 && buf[off + 4] === CONNECT && buf[off + 5] <= 1 ? Verdict.Yes : Verdict.No;
  },
};
