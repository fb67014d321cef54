/**
 * Rx, the calls of AFS (rx/rx.h): epoch, connection, call, sequence, serial, type 1 to 13, flags, status, security 0 to 5,
 * service.
 */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const afsRx: Dissector = {
  app: 'rx',
  over: [17],
  ports: [7000, 7001, 7002, 7003, 7004, 7005, 7006, 7007, 7008, 7009, 7021],
  onOwnPortsOnly: true,
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 28) return Verdict.No;
    const type = buf[off + 20];
    const service = u16(buf, off + 26);
    return type >= 1 &&
      type <= 13 &&
      buf[off + 23] <= 5 &&
      service <= 0x2000 &&
      u32(buf, off + 12) < 0x100000 &&
      u32(buf, off + 8) < 0x1000000 &&
      (buf[off + 21] & 0xc0) === 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
