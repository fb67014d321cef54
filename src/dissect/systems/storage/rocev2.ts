/**
 * RoCE v2 (InfiniBand annex A17): base transport header: opcode of RC, UC, UD or CNP, version 0, partition key, reserved zero.
 */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const rocev2: Dissector = {
  app: 'rocev2',
  over: [17],
  ports: [4791],
  onOwnPortsOnly: true,
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 16) return Verdict.No;
    const kind = buf[off] >> 5;
    return (kind <= 3 || buf[off] === 0x81) &&
      (buf[off] & 0x1f) <= 0x17 &&
      (buf[off + 1] & 0x0f) === 0 &&
      (u16(buf, off + 2) & 0x7fff) !== 0 &&
      (buf[off + 4] & 0x3f) === 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
