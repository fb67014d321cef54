/** SNMP v1 (RFC 1157 §4), v2c (RFC 1901 §3) and v3 (RFC 3412 §6). Communities are secrets and are not kept. */
import { berContent, berLength, berNext } from './ber.ts';
import type { Dissector } from './dissector.ts';
import { Verdict } from './dissector.ts';

const SEQUENCE = 0x30;
const OCTETS = 0x04;

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
    return pdu > 0 && pdu < end && buf[pdu] >= 0xa0 && buf[pdu] <= 0xa8 ? Verdict.Yes : Verdict.No;
  },
};
