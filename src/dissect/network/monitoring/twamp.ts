/**
 * OWAMP and TWAMP control, RFC 4656 §3.1 and RFC 5357 §3.1: the server greets with 64 bytes: 12 zeros, modes, challenge, salt,
 * count, 12 zeros.
 */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const twamp: Dissector = {
  app: 'twamp',
  over: [6],
  ports: [861, 862],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 64) return Verdict.More;
    for (let at = off; at < off + 12; at++) if (buf[at] !== 0) return Verdict.No;
    const count = u32(buf, off + 48);
    return u32(buf, off + 12) > 0 && u32(buf, off + 12) < 0x400 && count >= 1024 && (count & (count - 1)) === 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
