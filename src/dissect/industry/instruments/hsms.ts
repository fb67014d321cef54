/**
 * HSMS of semiconductor equipment, SEMI E37: u32 length 10, session FFFF, 0, status, PType 0, SType: select, deselect, link test,
 * separate; requests and answers come in pairs of 10 bytes.
 */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const CONTROL_BYTES = 10;
const SEPARATE = 9;
const REJECT = 7;

export const hsms: Dissector = {
  app: 'hsms',
  over: [6],
  ports: [5000],
  noGuess: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    if (end - off < 4 + CONTROL_BYTES) return Verdict.No;
    const length = u32(buf, off);
    const type = buf[off + 9];
    return length === CONTROL_BYTES &&
      wireLength % (4 + CONTROL_BYTES) === 0 &&
      u16(buf, off + 4) === 0xffff &&
      buf[off + 6] === 0 &&
      buf[off + 7] <= 3 &&
      buf[off + 8] === 0 &&
      type >= 1 &&
      type <= SEPARATE &&
      type !== REJECT &&
      type !== 8
      ? Verdict.Yes
      : Verdict.No;
  },
};
