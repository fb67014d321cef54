/** PTP over IP of cameras, CIPA DC-005 §2.3: little-endian length and type; connections begin with Init Command or Init Event and their answers. */
import { u32le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const HEADER_BYTES = 8;
const LONGEST = 512;
const VERSION = 0x10000; // 1.0
const COMMAND = 1;
const EVENT = 3;
const EVENT_ANSWERED = 4;

export const ptpIp: Dissector = {
  app: 'ptp-ip',
  over: [6],
  ports: [15740],
  onOwnPortsOnly: true,
  probe({ buf, off, end, wireLength }) {
    if (end - off < HEADER_BYTES) return Verdict.No;
    const length = u32le(buf, off);
    const type = u32le(buf, off + 4);
    if (length !== wireLength || length > LONGEST || type < COMMAND || type > EVENT_ANSWERED) return Verdict.No;
    if (type === EVENT_ANSWERED) return length === HEADER_BYTES ? Verdict.Yes : Verdict.No;
    if (type === EVENT) return length === HEADER_BYTES + 4 ? Verdict.Yes : Verdict.No;
    return length >= 28 && u32le(buf, end - 4) === VERSION ? Verdict.Yes : Verdict.No;
  },
};
