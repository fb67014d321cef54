/**
 * TFTP, RFC 1350 §5 and RFC 2347. A transfer goes on between new ports (§4), so its blocks are told by their exact
 * sizes and that they count on.
 */
import { fact } from '#fields/table.ts';
import { indexOfByte, isText, startsWithNoCase, u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';
import { announceTftp } from '../media/announce-calls.ts';

const FILE = fact('tftp.file');
const OPTIONS = 6;

function isMode(buf: Uint8Array, off: number, end: number): boolean {
  return (
    startsWithNoCase(buf, off, end, 'octet') ||
    startsWithNoCase(buf, off, end, 'netascii') ||
    startsWithNoCase(buf, off, end, 'mail')
  );
}

function isOption(buf: Uint8Array, off: number, end: number): boolean {
  return (
    startsWithNoCase(buf, off, end, 'blksize') ||
    startsWithNoCase(buf, off, end, 'tsize') ||
    startsWithNoCase(buf, off, end, 'timeout') ||
    startsWithNoCase(buf, off, end, 'windowsize')
  );
}

export const tftp: Dissector = {
  app: 'tftp',
  announces: announceTftp,
  over: [17],
  ports: [69],
  firstBytes: [0],
  probe(payload) {
    const { buf, off, end, wireLength } = payload;
    if (end - off < 4 || buf[off] !== 0) return Verdict.No;
    const code = buf[off + 1];
    if (code === 1 || code === 2) {
      const zero = indexOfByte(buf, off + 2, end, 0);
      return zero > off + 2 && isText(buf, off + 2, zero) && isMode(buf, zero + 1, end) ? Verdict.Yes : Verdict.No;
    }
    if (code === OPTIONS) return isOption(buf, off + 2, end) ? Verdict.Yes : Verdict.No;
    const block = u16(buf, off + 2);
    if (code === 5 && payload.recvPort !== 0)
      return block <= 8 && wireLength > 5 && buf[end - 1] === 0 && isText(buf, off + 4, end - 1)
        ? Verdict.Yes
        : Verdict.No;
    // data blocks of 512 bytes or acknowledgements of 4, two of one direction that count on from 0, 1 or 2
    if (!(code === 3 && wireLength === 516) && !(code === 4 && wireLength === 4)) return Verdict.No;
    const before = payload.stateA;
    payload.stateA = (code << 16) | block;
    if (before >>> 16 === code && block === (before & 0xffff) + 1) return Verdict.Yes;
    return block <= 2 ? Verdict.More : Verdict.No;
  },
  parse({ buf, off, end }, facts) {
    const zero = buf[off] === 0 && (buf[off + 1] === 1 || buf[off + 1] === 2) ? indexOfByte(buf, off + 2, end, 0) : -1;
    if (zero > 0) facts.text(FILE, buf, off + 2, zero);
    return Progress.Done;
  },
};
