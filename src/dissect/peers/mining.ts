/** Stratum and eth getwork mining: JSON-RPC with methods mining.*, eth_*, or login with an agent. */
import { indexOfText } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const mining: Dissector = {
  app: 'mining',
  over: [6],
  ports: [],
  firstBytes: [0x7b],
  probe({ buf, off, end }) {
    if (buf[off] !== 0x7b) return Verdict.No;
    const stop = Math.min(end, off + 400);
    const is =
      indexOfText(buf, off, stop, '"mining.') > 0 ||
      indexOfText(buf, off, stop, '"eth_submitLogin"') > 0 ||
      indexOfText(buf, off, stop, '"eth_getWork"') > 0 ||
      indexOfText(buf, off, stop, '"eth_login"') > 0 ||
      (indexOfText(buf, off, stop, '"login"') > 0 && indexOfText(buf, off, stop, '"pass"') > 0);
    return is ? Verdict.Yes : Verdict.No;
  },
};
