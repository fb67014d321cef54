/** MySQL's X Protocol (MySQL internals manual): little-endian length, type, protobuf; servers greet with an empty notice, clients ask for capabilities. */
import { u32le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const PORT = 33060;
const NOTICE = 0x0b;
const GREETING = [0x08, 0x05, 0x1a, 0x00]; // Frame of type 5, SERVER_HELLO, without a payload
const CAPABILITIES_GET = 1;
const CAPABILITIES_SET = 2;

export const mysqlx: Dissector = {
  app: 'mysqlx',
  over: [6],
  ports: [PORT],
  firstBytes: [5, 1, 0x0b, 0x0f, 0x13, 0x17, 0x1b, 0x1f],
  probe({ buf, off, end, recvPort }) {
    if (end - off < 5) return Verdict.No;
    const length = u32le(buf, off);
    if (length === 5 && buf[off + 4] === NOTICE) {
      if (end - off < 9) return Verdict.No;
      for (let i = 0; i < GREETING.length; i++) if (buf[off + 5 + i] !== GREETING[i]) return Verdict.No;
      return Verdict.Yes;
    }
    if (recvPort !== PORT) return Verdict.No;
    if (buf[off + 4] === CAPABILITIES_GET) return length === 1 ? Verdict.Yes : Verdict.No;
    return buf[off + 4] === CAPABILITIES_SET && length >= 6 && length < 256 && buf[off + 5] === 0x0a
      ? Verdict.Yes
      : Verdict.No;
  },
};
