/** Multicast DNS, RFC 6762: DNS messages on port 5353. */
import type { Dissector } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';
import { isDnsMessage, parseDnsMessage } from './dns-message.ts';

export const mdns: Dissector = {
  app: 'mdns',
  over: [17],
  ports: [5353],
  onOwnPortsOnly: true,
  everyDatagram: true,
  probe: ({ buf, off, end }) => (isDnsMessage(buf, off, end, false) ? Verdict.Yes : Verdict.No),
  parse({ buf, off, end }, facts) {
    parseDnsMessage(buf, off, end, facts, true);
    return Progress.More;
  },
};
