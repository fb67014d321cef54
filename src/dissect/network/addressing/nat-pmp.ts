/** NAT-PMP, RFC 6886 §3, and its successor PCP, RFC 6887 §7, on ports 5350 and 5351 only. */
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

function isOwn(port: number): boolean {
  return port === 5350 || port === 5351;
}

export const natPmp: Dissector = {
  app: 'nat-pmp',
  over: [17],
  ports: [5351, 5350],
  onOwnPortsOnly: true,
  firstBytes: [0, 2],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (end - off < 2 || (!isOwn(sendPort) && !isOwn(recvPort))) return Verdict.No;
    const answer = buf[off + 1] >= 0x80;
    const code = buf[off + 1] & 0x7f;
    const length = answer ? (code === 0 ? 12 : 16) : code === 0 ? 2 : 12;
    if (buf[off] === 0) return code <= 2 && wireLength === length ? Verdict.Yes : Verdict.No;
    return buf[off] === 2 && code <= 3 && wireLength >= 24 && (wireLength & 3) === 0 ? Verdict.Yes : Verdict.No;
  },
};
