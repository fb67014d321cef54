/** Link-Local Multicast Name Resolution, RFC 4795: DNS messages on port 5355. */
import type { Dissector } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';
import { isDnsMessage, parseDnsMessage } from './dns-message.ts';

export const llmnr: Dissector = {
  app: 'llmnr',
  over: [17],
  ports: [5355],
  onOwnPortsOnly: true,
  probe: ({ buf, off, end }) => (isDnsMessage(buf, off, end, false) ? Verdict.Yes : Verdict.No),
  parse({ buf, off, end }, facts) {
    return parseDnsMessage(buf, off, end, facts, false) ? Progress.Done : Progress.More;
  },
};
