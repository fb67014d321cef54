/** Erlang port mapper: u16 length of the rest, then n (names), z, x (alive) or d, k (Erlang distribution protocol §14.1). */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const epmd: Dissector = {
  app: 'epmd',
  over: [6],
  ports: [4369],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 3) return Verdict.More;
    return u16(buf, off) + 2 === wireLength &&
      (buf[off + 2] === 0x6e ||
        buf[off + 2] === 0x7a ||
        buf[off + 2] === 0x78 ||
        buf[off + 2] === 0x64 ||
        buf[off + 2] === 0x6b)
      ? Verdict.Yes
      : Verdict.No;
  },
};
