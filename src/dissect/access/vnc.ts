/** Remote framebuffer (VNC), RFC 6143 §7.1.1: both sides open with "RFB xxx.yyy\n". Security types 18 (TLS) and 19 (VeNCrypt) turn it to TLS. */
import { fact } from '#fields/table.ts';
import { isDigit, startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';
import { parseUntilTls, TLS_INSIDE } from '../web/tls-stream.ts';

const CLIENT = fact('software.client');
const SERVER = fact('software.server');
const GREETING_BYTES = 12;

export const vnc: Dissector = {
  app: 'vnc',
  over: [6],
  ports: [5900, 5901, 5902, 5903],
  firstBytes: [0x52],
  probe({ buf, off, end }) {
    if (!startsWith(buf, off, end, 'RFB ')) return Verdict.No;
    if (end - off < GREETING_BYTES) return Verdict.More;
    return isDigit(buf[off + 4]) && buf[off + 7] === 0x2e && buf[off + 11] === 0x0a ? Verdict.Yes : Verdict.No;
  },
  parse(payload, facts) {
    const { buf, off, end, fromSrc } = payload;
    if ((payload.stateB & TLS_INSIDE) === 0 && startsWith(buf, off, end, 'RFB ') && end - off >= GREETING_BYTES)
      facts.text(fromSrc ? CLIENT : SERVER, buf, off, off + GREETING_BYTES - 1);
    return parseUntilTls(payload, facts);
  },
};
