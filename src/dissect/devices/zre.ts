/** ZeroMQ realtime exchange beacon, RFC 36/ZRE: "ZRE", version 1, UUID, port. */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const zre: Dissector = {
  app: 'zre',
  over: [17],
  ports: [5670],
  firstBytes: [0x5a],
  probe({ buf, off, end, wireLength }) {
    return startsWith(buf, off, end, 'ZRE\x01') && wireLength === 22 ? Verdict.Yes : Verdict.No;
  },
};
