/** LDAP, RFC 4511 §4.1.1: SEQUENCE { messageID, [APPLICATION n] operation }; over UDP it is CLDAP, RFC 1798 and MS-ADTS §6.3.3. */
import { fact } from '#fields/table.ts';
import { berContent, berLength, berNext } from './ber.ts';
import type { Dissector, Payload } from './dissector.ts';
import { Progress, Verdict } from './dissector.ts';

const USER = fact('user');
const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIND_REQUEST = 0x60;

/** Where the operation of the message at off begins, or -1. */
function operation(buf: Uint8Array, off: number, end: number): number {
  if (buf[off] !== SEQUENCE) return -1;
  const id = berContent(buf, off, end);
  if (id < 0 || end - id < 4 || buf[id] !== INTEGER || buf[id + 1] < 1 || buf[id + 1] > 4) return -1;
  const at = berNext(buf, id, end);
  return at > 0 && at < end ? at : -1;
}

function probeMessage({ buf, off, end, wireLength, proto }: Payload): Verdict {
  const at = operation(buf, off, end);
  if (at < 0) return Verdict.No;
  const tag = buf[at];
  const message = berContent(buf, off, end);
  const length = berLength(buf, off);
  if (proto === 17 && message - off + length !== wireLength) return Verdict.No;
  if (tag === 0x42) return length === 5 ? Verdict.Yes : Verdict.No; // unbind: empty
  const known =
    (tag >= 0x60 && tag <= 0x65) || (tag >= 0x66 && tag <= 0x6f) || tag === 0x73 || (tag >= 0x77 && tag <= 0x79);
  const content = berContent(buf, at, end);
  if (!known || content < 0 || end - content < 2) return Verdict.No;
  const rest = length - (content - message);
  if (berLength(buf, at) > rest) return Verdict.No;
  switch (tag) {
    case BIND_REQUEST:
      return buf[content] === INTEGER && buf[content + 1] === 1 && (buf[content + 2] === 3 || buf[content + 2] === 2)
        ? Verdict.Yes
        : Verdict.No;
    case 0x61:
    case 0x65:
    case 0x67:
    case 0x69:
    case 0x6b:
    case 0x6d:
    case 0x6f:
    case 0x78: // results: ENUMERATED of one byte
      return buf[content] === 0x0a && buf[content + 1] === 1 ? Verdict.Yes : Verdict.No;
    case 0x77:
      return buf[content] === 0x80 ? Verdict.Yes : Verdict.No; // requestName
    default:
      return buf[content] === 0x04 && berLength(buf, content) <= rest ? Verdict.Yes : Verdict.No; // a DN
  }
}

export const ldap: Dissector = {
  app: 'ldap',
  over: [6],
  ports: [389, 3268],
  firstBytes: [SEQUENCE],
  probe: probeMessage,
  parse({ buf, off, end }, facts) {
    const at = operation(buf, off, end);
    if (at > 0 && buf[at] === BIND_REQUEST) {
      const name = berContent(buf, at, end) + 3;
      const text = berContent(buf, name, end);
      const stop = berNext(buf, name, end);
      if (buf[name] === 0x04 && text > 0 && stop > text) facts.text(USER, buf, text, stop);
    }
    return Progress.Done;
  },
};

export const cldap: Dissector = {
  app: 'cldap',
  over: [17],
  ports: [389],
  firstBytes: [SEQUENCE],
  probe: probeMessage,
};
