/**
 * Slurm, as pack_header of its slurm_protocol_pack.c writes it: u32 length of the rest, then the version (its release, a zero), flags, kind
 * of message from 1001 on, length of the body, how many nodes it is passed on to. Clients write the length in a segment of its own.
 */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const PORTS = [6817, 6818, 6819]; // controller, nodes, accounting
const HEADER_BYTES = 18; // length, version, flags, kind, length of the body, nodes, answers
const LARGEST = 0x1000000;
const FIRST_RELEASE = 0x14;
const LAST_RELEASE = 0x3f;
const KNOWN_FLAGS = 0x1ff;
const FIRST_KIND = 1001;
const LAST_KIND = 12999;

export const slurm: Dissector = {
  app: 'slurm',
  over: [6],
  ports: PORTS,
  firstBytes: [0],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (buf[off] !== 0) return Verdict.No;
    const isOwn = PORTS.includes(sendPort) || PORTS.includes(recvPort);
    if (end - off < HEADER_BYTES) return isOwn ? Verdict.More : Verdict.No;
    const length = u32(buf, off);
    const kind = u16(buf, off + 8);
    if (length > LARGEST || length < HEADER_BYTES || buf[off + 4] < FIRST_RELEASE || buf[off + 4] > LAST_RELEASE)
      return Verdict.No;
    if (buf[off + 5] !== 0 || u16(buf, off + 6) > KNOWN_FLAGS || kind < FIRST_KIND || kind > LAST_KIND)
      return Verdict.No;
    const isLone = u16(buf, off + 14) === 0 && u16(buf, off + 16) === 0;
    return u32(buf, off + 10) < length && (isOwn || isLone) ? Verdict.Yes : Verdict.No;
  },
};
