/**
 * netcode.io and yojimbo: a connection request is 0 and the version "NETCODE 1.01" or "1.02" with its zero (netcode
 * STANDARD.md).
 */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const yojimbo: Dissector = {
  app: 'yojimbo',
  over: [17],
  ports: [40000],
  noGuess: true,
  firstBytes: [0],
  probe({ buf, off, end }) {
    return startsWith(buf, off + 1, end, 'NETCODE 1.0') ? Verdict.Yes : Verdict.No;
  },
};
