/** Ad-Hoc Configuration Protocol, draft-chroboczek-ahcp-00: magic 43, version 1, hops, nonce, source, destination, kind, length. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const ahcp: Dissector = {
  app: 'ahcp',
  over: [17],
  ports: [5359],
  firstBytes: [43],
  probe: ({ buf, off, end, wireLength }) =>
    end - off >= 28 &&
    buf[off + 1] === 1 &&
    buf[off + 24] <= 8 &&
    buf[off + 25] === 0 &&
    u16(buf, off + 26) + 28 === wireLength
      ? Verdict.Yes
      : Verdict.No,
};
