/**
 * PlayStation device discovery (Remote Play, second screen): "SRCH * HTTP/1.1" or an answer with "device-discovery-protocol-
 * version".
 */
import { indexOfText, startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const psDiscovery: Dissector = {
  app: 'playstation',
  over: [17],
  ports: [987, 9302],
  firstBytes: [0x53, 0x48],
  probe({ buf, off, end }) {
    if (startsWith(buf, off, end, 'SRCH * HTTP/1.1')) return Verdict.Yes;
    return startsWith(buf, off, end, 'HTTP/1.1 ') &&
      indexOfText(buf, off, Math.min(end, off + 512), 'device-discovery-protocol-version') > 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
