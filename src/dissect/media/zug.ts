/** ZUG consensus protocol of the Casper blockchain: 00 "zUG" 10. */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const zug: Dissector = {
  app: 'zug',
  over: [17],
  ports: [],
  firstBytes: [0],
  probe({ buf, off, end }) {
    return startsWith(buf, off, end, '\0zUG\x10') ? Verdict.Yes : Verdict.No;
  },
};
