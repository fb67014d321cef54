/** Redis serialization protocol (RESP2, RESP3): arrays of bulk strings from the client, typed replies from the server. */
import { isDigit, startsWith, startsWithNoCase } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

/** Behind "<mark><digits>\r\n" at off, 0 when it is cut off, -1 when it is something else. */
function behindCount(buf: Uint8Array, off: number, end: number, mark: number): number {
  if (off >= end) return 0;
  if (buf[off] !== mark) return -1;
  let at = off + 1;
  while (at < end && at - off < 9 && isDigit(buf[at])) at++;
  if (at === off + 1) return at >= end ? 0 : startsWith(buf, at, end, '-1\r\n') ? at + 4 : -1; // none
  if (end - at < 2) return at >= end || buf[at] === 0x0d ? 0 : -1;
  return buf[at] === 0x0d && buf[at + 1] === 0x0a ? at + 2 : -1;
}

/** Replies with a number behind their mark: integers, and of RESP3 maps, sets, attributes, pushes, texts. */
const COUNTED = [0x3a, 0x25, 0x7e, 0x7c, 0x3e, 0x3d];

/** Short answers, and commands as one types them ("inline commands"); in lower case here. */
const ON_OWN_PORTS = [
  ...['+ok\r\n', '-err ', '-wrongtype ', '-wrongpass ', '-moved ', '-ask ', '-loading ', '-readonly ', '-noscript '],
  ...['ping\r\n', 'info\r\n', 'auth ', 'quit\r\n', 'monitor\r\n', 'client ', 'config get ', 'select ', 'command\r\n'],
];
const isOwn = (port: number): boolean => port === 6379 || port === 6380 || port === 16379 || port === 26379;

export const redis: Dissector = {
  app: 'redis',
  over: [6],
  ports: [6379, 6380, 16379, 26379],
  firstBytes: [0x2a, 0x2b, 0x2d, 0x24, ...COUNTED, ...[...'paqmicsPAQMICS'].map((letter) => letter.charCodeAt(0))],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (buf[off] === 0x2a) {
      const first = behindCount(buf, off, end, 0x2a);
      const text = first > 0 ? behindCount(buf, first, end, 0x24) : first;
      return text > 0 ? Verdict.Yes : text === 0 ? Verdict.More : Verdict.No;
    }
    if (
      startsWith(buf, off, end, '+PONG\r\n') ||
      startsWith(buf, off, end, '-NOAUTH ') ||
      startsWith(buf, off, end, '-DENIED Redis')
    )
      return Verdict.Yes;
    const served = isOwn(sendPort);
    if (served && (COUNTED.includes(buf[off]) || buf[off] === 0x24))
      return behindCount(buf, off, end, buf[off]) > 0 ? Verdict.Yes : Verdict.No;
    if (served || isOwn(recvPort))
      for (let i = 0; i < ON_OWN_PORTS.length; i++)
        if (startsWithNoCase(buf, off, end, ON_OWN_PORTS[i])) return Verdict.Yes;
    return Verdict.No;
  },
};
