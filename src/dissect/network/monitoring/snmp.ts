/** SNMP v1 (RFC 1157 §4), v2c (RFC 1901 §3) and v3 (RFC 3412 §6). Communities are secrets: of them only those everybody knows are kept. */
import { fact } from '#fields/table.ts';
import { startsWith } from '../../bytes.ts';
import { berContent, berLength, berNext } from '../../codec/ber.ts';
import type { Dissector, Facts } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';
import { parseMessages } from '../../framed.ts';

const VERSION = fact('snmp.version');
const OPERATION = fact('snmp.operation');
const COMMUNITY = fact('snmp.community');
const CLEAR = fact('credentials.clear');
const USER = fact('user');
/** PDUs of RFC 1157 §4.1 and RFC 3416 §3, from tag A0 on. */
const OPERATIONS = ['get', 'get-next', 'response', 'set', 'trap', 'get-bulk', 'inform', 'trap', 'report'];

const SEQUENCE = 0x30;
const OCTETS = 0x04;
const INTEGER = 0x02;
const OBJECT = 0x06;
const V1_TRAP = 0xa4;

export const snmp: Dissector = {
  app: 'snmp',
  over: [17, 6],
  ports: [161, 162],
  firstBytes: [SEQUENCE],
  probe({ buf, off, end, wireLength, proto }) {
    if (buf[off] !== SEQUENCE) return Verdict.No;
    const version = berContent(buf, off, end);
    if (version < 0 || end - version < 5) return Verdict.No;
    if (proto === 17 && version - off + berLength(buf, off) !== wireLength) return Verdict.No;
    if (buf[version] !== 0x02 || buf[version + 1] !== 1) return Verdict.No;
    const next = version + 3;
    if (buf[version + 2] === 3) {
      const id = berContent(buf, next, end);
      return buf[next] === SEQUENCE && id > 0 && buf[id] === 0x02 ? Verdict.Yes : Verdict.No;
    }
    if (buf[version + 2] > 2 || buf[next] !== OCTETS) return Verdict.No;
    const pdu = berNext(buf, next, end);
    if (pdu <= 0 || pdu >= end || buf[pdu] < 0xa0 || buf[pdu] > 0xa8) return Verdict.No;
    const content = berContent(buf, pdu, end);
    if (content < 0) return end - pdu < 6 ? Verdict.Yes : Verdict.No; // cut off in the length
    if (content + berLength(buf, pdu) !== version + berLength(buf, off)) return Verdict.No; // the PDU is the last of the message
    // request id; of RFC 1157's trap the enterprise
    return content >= end || buf[content] === (buf[pdu] === V1_TRAP ? OBJECT : INTEGER) ? Verdict.Yes : Verdict.No;
  },
  parse: (payload, facts) =>
    parseMessages(payload, facts, messageBytes, ({ buf }, _facts, off, end) => {
      readMessage(buf, off, end, facts);
      return true;
    }),
};

function messageBytes(buf: Uint8Array, off: number, end: number): number {
  if (buf[off] !== SEQUENCE) return -1;
  const content = berContent(buf, off, end);
  return content < 0 ? (end - off < 6 ? 0 : -1) : content - off + berLength(buf, off);
}

function readMessage(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  const version = berContent(buf, off, end);
  if (version < 0 || end - version < 5 || buf[version] !== 0x02 || buf[version + 1] !== 1) return;
  const number = buf[version + 2];
  const next = version + 3;
  if (number === 3) {
    facts.word(VERSION, '3');
    readUser(buf, next, end, facts);
    return;
  }
  if (number > 1 || buf[next] !== OCTETS) return;
  facts.word(VERSION, number === 0 ? '1' : '2c');
  const from = berContent(buf, next, end);
  const pdu = from < 0 ? -1 : berNext(buf, next, end);
  if (pdu < 0) return;
  const known = ['public', 'private'].find((word) => pdu - from === word.length && startsWith(buf, from, pdu, word));
  if (!facts.has(COMMUNITY)) facts.word(COMMUNITY, known ?? 'other');
  if (known === undefined && pdu > from) facts.flag(CLEAR, true);
  if (pdu < end) facts.list(OPERATION, OPERATIONS[buf[pdu] - 0xa0] ?? '');
}

/** User of version 3 (USM, RFC 3414 §2.4): engine, boots, time, then the name, in a sequence inside octets behind the header at off. */
function readUser(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  const security = berNext(buf, off, end);
  if (security < 0 || security >= end || buf[security] !== OCTETS) return;
  const inner = berContent(buf, security, end);
  if (inner < 0 || inner >= end || buf[inner] !== SEQUENCE) return;
  let at = berContent(buf, inner, end);
  for (let n = 0; n < 3 && at >= 0 && at < end; n++) at = berNext(buf, at, end);
  if (at < 0 || at >= end || buf[at] !== OCTETS) return;
  const from = berContent(buf, at, end);
  const to = from < 0 ? -1 : berNext(buf, at, end);
  if (to > from) facts.text(USER, buf, from, to);
}
