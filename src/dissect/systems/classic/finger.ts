/** Finger, RFC 1288 §2.3: one line of a user name, or none, to port 79. */
import { fact } from '#fields/table.ts';
import { isText, lineEnd } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Progress, Verdict } from '../../dissector.ts';

const USER = fact('user');
const PORT = 79;
const LONGEST_LINE = 512;

export const finger: Dissector = {
  app: 'finger',
  over: [6],
  ports: [PORT],
  onOwnPortsOnly: true,
  probe({ buf, off, end, recvPort, fromSrc, midstream }) {
    if (recvPort !== PORT || !fromSrc || midstream || end - off > LONGEST_LINE) return Verdict.No;
    if (!isText(buf, off, end)) return Verdict.No;
    return buf[end - 1] === 0x0a ? Verdict.Yes : Verdict.More;
  },
  parse({ buf, off, end }, facts) {
    const from = buf[off] === 0x2f && end - off > 3 ? off + 3 : off; // "/W " asks for more
    facts.text(USER, buf, from, lineEnd(buf, from, end));
    return Progress.Done;
  },
};
