/**
 * USB/IP, Linux Documentation/usb/usbip_protocol: version 1.11, OP_REQ_DEVLIST 8005 or OP_REQ_IMPORT 8003 and their answers,
 * status 0.
 */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const usbip: Dissector = {
  app: 'usbip',
  over: [6],
  ports: [3240],
  firstBytes: [1],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 8) return Verdict.No;
    const code = u16(buf, off + 2);
    return buf[off + 1] === 0x11 &&
      (code & 0x7fff) >= 3 &&
      (code & 0x7fff) <= 5 &&
      u32(buf, off + 4) <= 5 &&
      ((code & 0x8000) === 0 || u32(buf, off + 4) === 0)
      ? Verdict.Yes
      : Verdict.No;
  },
};
