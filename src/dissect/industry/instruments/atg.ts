/**
 * Veeder-Root TLS-350 tank gauge (manual 576013-635): SOH, I or i, three digits of function, two of device; the answer says them
 * again between line ends.
 */
import { isDigit } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

function isCommand(buf: Uint8Array, at: number): boolean {
  if ((buf[at] | 0x20) !== 0x69 && (buf[at] | 0x20) !== 0x73) return false;
  for (let i = 1; i <= 5; i++) if (!isDigit(buf[at + i])) return false;
  return true;
}

export const atg: Dissector = {
  app: 'atg',
  over: [6],
  ports: [10001],
  onOwnPortsOnly: true,
  noGuess: true,
  firstBytes: [1],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 7) return Verdict.More;
    return isCommand(buf, off + 1) ||
      (size >= 9 && buf[off + 1] === 0x0d && buf[off + 2] === 0x0a && isCommand(buf, off + 3))
      ? Verdict.Yes
      : Verdict.No;
  },
};
