/** Keep-alives of UDP-encapsulated ESP, RFC 3948 §2.3: one byte FF. */
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const ipsecNattKeepalive: Dissector = {
  app: 'esp',
  over: [17],
  ports: [4500],
  onOwnPortsOnly: true,
  firstBytes: [0xff],
  probe({ wireLength }) {
    return wireLength === 1 ? Verdict.Yes : Verdict.No;
  },
};
