/** MQTT-SN 1.2 §5: length of the whole, message type, and for CONNECT protocol id 1, for SEARCHGW 3 bytes, for ADVERTISE 5. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const mqttSn: Dissector = {
  app: 'mqtt-sn',
  over: [17],
  ports: [1883, 1884, 10000],
  onOwnPortsOnly: true,
  noGuess: true,
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 2 || buf[off] !== wireLength || size !== wireLength) return Verdict.No;
    switch (buf[off + 1]) {
      case 0x04:
        return size >= 7 && buf[off + 3] === 1 && (buf[off + 2] & 0xf3) === 0 ? Verdict.Yes : Verdict.No;
      case 0x05:
        return size === 3 && buf[off + 2] <= 3 ? Verdict.Yes : Verdict.No;
      case 0x01:
        return size === 3 ? Verdict.Yes : Verdict.No;
      case 0x0a:
        return size >= 6 && size < 80 && (buf[off + 2] & 0x9f) === 0 && u16(buf, off + 3) < 1000
          ? Verdict.Yes
          : Verdict.No;
      default:
        return Verdict.No;
    }
  },
};
