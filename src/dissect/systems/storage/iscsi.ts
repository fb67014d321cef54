/**
 * iSCSI, RFC 7143 §11.12 and §11.13: login request (03, immediate) and response (23), version 0, and keys as text behind the
 * header of 48 bytes.
 */
import { indexOfByte, isText, u24 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const iscsi: Dissector = {
  app: 'iscsi',
  over: [6],
  ports: [3260],
  firstBytes: [0x43, 0x03, 0x23],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    const size = end - off;
    if (size < 48) return sendPort === 3260 || recvPort === 3260 ? Verdict.More : Verdict.No;
    const length = u24(buf, off + 5);
    if (buf[off + 2] > 1 || buf[off + 3] > 1 || 48 + buf[off + 4] * 4 + length > wireLength + 3) return Verdict.No;
    if (buf[off] === 0x23)
      return (sendPort === 3260 && length < 0x4000) ||
        (size > 60 && isText(buf, off + 48, off + 52) && indexOfByte(buf, off + 48, Math.min(end, off + 100), 0x3d) > 0)
        ? Verdict.Yes
        : Verdict.No;
    return length > 10 &&
      indexOfByte(buf, off + 48, Math.min(end, off + 100), 0x3d) > 0 &&
      isText(buf, off + 48, off + 52)
      ? Verdict.Yes
      : Verdict.No;
  },
};
