/** DBGp, the debugger protocol of Xdebug: length in digits, a zero, XML of namespace urn:debugger_protocol_v1. */
import { indexOfText, isDigit, startsWith } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const dbgp: Dissector = {
  app: 'dbgp',
  over: [6],
  ports: [9003],
  firstBytes: [0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39],
  probe({ buf, off, end }) {
    let at = off;
    while (at < end && at < off + 8 && isDigit(buf[at])) at++;
    if (at >= end || buf[at] !== 0 || !startsWith(buf, at + 1, end, '<?xml')) return Verdict.No;
    return indexOfText(buf, at, Math.min(end, at + 512), 'urn:debugger_protocol_v1') > 0 ? Verdict.Yes : Verdict.No;
  },
};
