/** NTP, RFC 5905 §7.3 (versions 1 to 4), control messages RFC 9327, and the private mode 7 of ntpd. */
import type { Dissector } from './dissector.ts';
import { Verdict } from './dissector.ts';

const PORT = 123;
const HEADER_BYTES = 48;
const CONTROL = 6;
const PRIVATE = 7;

export const ntp: Dissector = {
  app: 'ntp',
  over: [17],
  ports: [PORT],
  onOwnPortsOnly: true,
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    const version = (buf[off] >> 3) & 7;
    const mode = buf[off] & 7;
    const own = sendPort === PORT || recvPort === PORT;
    if (!own || version === 0 || version > 4 || mode === 0) return Verdict.No;
    if (mode === CONTROL) return end - off >= 12 && (buf[off] & 0xc0) === 0 ? Verdict.Yes : Verdict.No;
    if (mode === PRIVATE) return end - off >= 8 ? Verdict.Yes : Verdict.No;
    return wireLength >= HEADER_BYTES && end - off >= 2 && (buf[off + 1] <= 16 || buf[off + 1] === 255)
      ? Verdict.Yes
      : Verdict.No;
  },
};
