/** RADIUS, RFC 2865 §3 and §5, accounting RFC 2866, dynamic authorization RFC 5176. Passwords are not kept. */
import { fact } from '#fields/table.ts';
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';

const USER = fact('user');
const CODE = fact('radius.code');
const CODES: Readonly<Record<number, string>> = {
  1: 'Access-Request',
  2: 'Access-Accept',
  3: 'Access-Reject',
  4: 'Accounting-Request',
  5: 'Accounting-Response',
  11: 'Access-Challenge',
  12: 'Status-Server',
  13: 'Status-Client',
  40: 'Disconnect-Request',
  41: 'Disconnect-ACK',
  42: 'Disconnect-NAK',
  43: 'CoA-Request',
  44: 'CoA-ACK',
  45: 'CoA-NAK',
};
const HEADER_BYTES = 20;
const USER_NAME = 1;
const MESSAGE_AUTHENTICATOR = 80; // RFC 2869 §5.14, always of 18 bytes

function isCode(code: number): boolean {
  return (code >= 1 && code <= 5) || (code >= 11 && code <= 13) || (code >= 40 && code <= 45);
}

export const radius: Dissector = {
  app: 'radius',
  over: [17],
  ports: [1812, 1813, 1645, 1646, 3799, 1700],
  firstBytes: [1, 2, 3, 4, 5, 11, 12, 13, 40, 41, 42, 43, 44, 45],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (end - off < HEADER_BYTES || !isCode(buf[off])) return Verdict.No;
    const length = u16(buf, off + 2);
    const own = ownPort(sendPort) || ownPort(recvPort);
    if (length !== wireLength) return Verdict.No;
    if (length === HEADER_BYTES) return own ? Verdict.Yes : Verdict.No;
    let at = off + HEADER_BYTES;
    const stop = Math.min(off + length, end);
    let attributes = 0;
    while (at + 2 <= stop) {
      if (buf[at] === 0 || buf[at + 1] < 2) return own ? Verdict.Yes : Verdict.No;
      attributes += buf[at] === MESSAGE_AUTHENTICATOR && buf[at + 1] === 18 ? 2 : 1;
      at += buf[at + 1];
    }
    if (at !== stop && end - off === wireLength && !own) return Verdict.No;
    return own || (attributes >= 2 && end - off === wireLength) ? Verdict.Yes : Verdict.No;
  },
  parse({ buf, off, end }, facts) {
    if (end - off < HEADER_BYTES) return Progress.More;
    facts.list(CODE, CODES[buf[off]] ?? '');
    let at = off + HEADER_BYTES;
    while (at + 2 <= end && buf[at + 1] >= 2 && at + buf[at + 1] <= end) {
      if (buf[at] === USER_NAME) facts.text(USER, buf, at + 2, at + buf[at + 1]);
      at += buf[at + 1];
    }
    return Progress.More;
  },
};

function ownPort(port: number): boolean {
  return port === 1812 || port === 1813 || port === 1645 || port === 1646 || port === 3799 || port === 1700;
}
