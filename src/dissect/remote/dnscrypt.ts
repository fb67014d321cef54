/** DNSCrypt 2 §9: answers begin with the resolver magic "r6fnvWj8"; over TCP behind a u16 length. */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const dnscrypt: Dissector = {
  app: 'dnscrypt',
  over: [17, 6],
  ports: [443, 5353, 8443],
  noGuess: true,
  firstBytes: [0x72, 0],
  probe({ buf, off, end, proto }) {
    const at = proto === 6 ? off + 2 : off;
    return startsWith(buf, at, end, 'r6fnvWj8') ? Verdict.Yes : Verdict.No;
  },
};
