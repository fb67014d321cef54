/** AllJoyn's name service (AllSeen, "AllJoyn Name Service Protocol") on UDP port 9956: counts of questions and answers, names below org.alljoyn. */
import { indexOfText } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const alljoyn: Dissector = {
  app: 'alljoyn',
  over: [17],
  ports: [9956],
  onOwnPortsOnly: true,
  probe: ({ buf, off, end }) =>
    end - off >= 16 && buf[off + 1] + buf[off + 2] > 0 && indexOfText(buf, off + 4, end, 'org.alljoyn.') > 0
      ? Verdict.Yes
      : Verdict.No,
};
