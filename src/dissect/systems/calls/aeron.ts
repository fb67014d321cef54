/**
 * Aeron ("Transport Protocol Specification"), little-endian: frame length, version 0, flags, u16 type. Set-up frames hold a term
 * length that is a power of two and an MTU; status messages are of 36 bytes.
 */
import { u16le, u32le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const STATUS = 3;
const STATUS_BYTES = 36;
const SETUP = 5;
const SETUP_BYTES = 40;
const OLD_SETUP_BYTES = 36; // without the time to live
const SHORTEST_TERM = 0x10000;
const LONGEST_TERM = 0x40000000;
const LONGEST_MTU = 65504;
const ALIGNED = 31;

export const aeron: Dissector = {
  app: 'aeron',
  over: [17],
  ports: [],
  firstBytes: [STATUS_BYTES, SETUP_BYTES],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < STATUS_BYTES || size !== wireLength || u32le(buf, off) !== size || buf[off + 4] !== 0) return Verdict.No;
    const type = u16le(buf, off + 6);
    if (type === SETUP) {
      const term = u32le(buf, off + 28);
      const mtu = u32le(buf, off + 32);
      return (size === SETUP_BYTES || size === OLD_SETUP_BYTES) &&
        term >= SHORTEST_TERM &&
        term <= LONGEST_TERM &&
        (term & (term - 1)) === 0 &&
        mtu > 0 &&
        mtu <= LONGEST_MTU &&
        (mtu & ALIGNED) === 0
        ? Verdict.Yes
        : Verdict.No;
    }
    const window = u32le(buf, off + 24);
    return size === STATUS_BYTES && type === STATUS && window > 0 && window <= LONGEST_TERM / 2
      ? Verdict.Yes
      : Verdict.No;
  },
};
