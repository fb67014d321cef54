/**
 * Among Us (Hazel networking): hello 08, nonce 1, version 0, then the client's version, a u32 of some fifty million, and the
 * name.
 */
import { u16, u32le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const amongUs: Dissector = {
  app: 'among-us',
  over: [17],
  ports: [22023, 22123, 22223, 22323, 22423, 22523, 22623, 22723, 22823, 22923],
  onOwnPortsOnly: true,
  firstBytes: [8],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 9) return Verdict.No;
    const version = u32le(buf, off + 4);
    return u16(buf, off + 1) === 1 && buf[off + 3] === 0 && version > 50_000_000 && version < 60_000_000
      ? Verdict.Yes
      : Verdict.No;
  },
};
