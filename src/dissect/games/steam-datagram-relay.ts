/** Valve Steam Datagram Relay: ping of 01 81 and "sdping", and the relay messages of GameNetworkingSockets. */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const steamDatagramRelay: Dissector = {
  app: 'steam-datagram-relay',
  over: [17],
  ports: [],
  firstBytes: [1],
  probe({ buf, off, end }) {
    return startsWith(buf, off + 2, end, 'sdping') && buf[off] === 1 ? Verdict.Yes : Verdict.No;
  },
};
