/** SoftEther VPN (Apache-2.0 source): the NAT traversal server on port 5004 answers with IP=address,PORT=number in text. */
import { indexOfText, isDigit, isText, startsWith } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const softether: Dissector = {
  app: 'softether',
  over: [17],
  ports: [5004],
  noGuess: true,
  firstBytes: [0x49],
  probe({ buf, off, end }) {
    if (end - off > 64 || !startsWith(buf, off, end, 'IP=') || !isText(buf, off, end)) return Verdict.No;
    const port = indexOfText(buf, off, end, ',PORT=');
    return port > off + 9 && port + 6 < end && isDigit(buf[off + 3]) && isDigit(buf[port + 6])
      ? Verdict.Yes
      : Verdict.No;
  },
};
