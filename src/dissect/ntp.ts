/** NTP, RFC 5905 §7.3 (versions 1 to 4), control messages RFC 9327, and the private mode 7 of ntpd. */
import { fact } from '#fields/table.ts';
import type { Dissector } from './dissector.ts';
import { Progress, Verdict } from './dissector.ts';

const VERSION = fact('ntp.version');
const MODE = fact('ntp.mode');
const STRATUM = fact('ntp.stratum');
/** RFC 5905 §7.3. */
const MODES = ['', 'symmetric-active', 'symmetric-passive', 'client', 'server', 'broadcast', 'control', 'private'];
const SERVER = 4;
const BROADCAST = 5;

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
  parse({ buf, off, end }, facts) {
    const mode = buf[off] & 7;
    if (!facts.has(VERSION)) facts.number(VERSION, (buf[off] >> 3) & 7);
    facts.list(MODE, MODES[mode]);
    if ((mode === SERVER || mode === BROADCAST) && end - off >= 2 && buf[off + 1] > 0 && buf[off + 1] <= 16)
      facts.number(STRATUM, buf[off + 1]);
    return Progress.More;
  },
};
