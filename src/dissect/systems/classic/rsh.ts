/**
 * Remote shell and remote execution (BSD rshd, rexecd): port of standard error as digits, then user, user or password, and
 * command, each ended by a zero.
 */
import { isDigit } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const rsh: Dissector = {
  app: 'rsh',
  over: [6],
  ports: [514, 512],
  onOwnPortsOnly: true,
  probe({ buf, off, end }) {
    const size = end - off;
    let at = off;
    while (at < end && at < off + 6 && isDigit(buf[at])) at++;
    if (at >= end) return at < off + 6 ? Verdict.More : Verdict.No;
    if (buf[at] !== 0 || (at === off && size < 6)) return Verdict.No;
    let zeros = 0;
    for (let i = at + 1; i < end; i++) {
      if (buf[i] === 0) zeros++;
      else if (buf[i] < 0x20 || buf[i] > 0x7e) return Verdict.No;
    }
    return zeros >= 1 && zeros <= 3 && buf[end - 1] === 0 ? Verdict.Yes : Verdict.No;
  },
};
