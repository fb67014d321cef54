/** WS-Discovery (OASIS 1.1): SOAP envelopes in datagrams to port 3702. */
import { indexOfText, startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const wsd: Dissector = {
  app: 'wsd',
  over: [17],
  ports: [3702],
  firstBytes: [0x3c],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (
      !startsWith(buf, off, end, '<?xml') &&
      !startsWith(buf, off, end, '<soap:') &&
      !startsWith(buf, off, end, '<s:Envelope') &&
      !startsWith(buf, off, end, '<SOAP-ENV:')
    )
      return Verdict.No;
    if (sendPort === 3702 || recvPort === 3702) return Verdict.Yes;
    return indexOfText(buf, off, end, '/ws/2005/04/discovery') > 0 ? Verdict.Yes : Verdict.No;
  },
};
