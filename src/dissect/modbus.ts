/** Modbus/TCP, MODBUS Messaging on TCP/IP §3.1.3: transaction, protocol 0, length, unit, function; on ports 502 and those of gateways. */
import { u16 } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Verdict } from './dissector.ts';

export const modbus: Dissector = {
  app: 'modbus',
  over: [6],
  ports: [502, 802],
  onOwnPortsOnly: true,
  probe({ buf, off, end, sendPort, recvPort }) {
    if (sendPort !== 502 && recvPort !== 502 && recvPort !== 802 && sendPort !== 802) return Verdict.No;
    if (end - off < 8) return Verdict.More;
    const length = u16(buf, off + 4);
    const code = buf[off + 7] & 0x7f;
    return u16(buf, off + 2) === 0 && length >= 2 && length <= 254 && code >= 1 && code <= 0x5b
      ? Verdict.Yes
      : Verdict.No;
  },
};
