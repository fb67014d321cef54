/** SMB 1 (MS-CIFS §2.2) and SMB 2/3 (MS-SMB2 §2.1, §2.2), in the direct TCP framing of RFC 1002 §4.3.1 on ports 445 and 139. */
import { u24 } from '../bytes.ts';
import type { Dissector, Facts, Payload } from '../dissector.ts';
import { MAX_PREFIX_BYTES, Progress, Verdict } from '../dissector.ts';
import { readSmb1 } from './smb1.ts';
import { readSmb2 } from './smb2.ts';

const SESSION_MESSAGE = 0x00;
const KEEP_ALIVE = 0x85;
const MARK = 4; // after type and a length of 24 bits
const SMB_1 = 0xff;
const SMB_2 = 0xfe;
/** Messages longer than this carry data of files; their heads are enough. */
const LONGEST_WAITED = 4096;

export const smb: Dissector = {
  app: 'smb',
  over: [6],
  ports: [445],
  firstBytes: [SESSION_MESSAGE],
  probe({ buf, off, end }) {
    if (buf[off] !== SESSION_MESSAGE) return Verdict.No;
    if (end - off < MARK + 4) return Verdict.More;
    if (buf[off + 5] !== 0x53 || buf[off + 6] !== 0x4d || buf[off + 7] !== 0x42) return Verdict.No; // "SMB"
    const mark = buf[off + MARK]; // FF v1, FE v2/3, FD encrypted, FC compressed
    return mark >= 0xfc ? Verdict.Yes : Verdict.No;
  },
  parse: parseSmb,
};

/** Messages from payload.off on, each behind its length. Used by NetBIOS sessions as well. */
export function parseSmb(payload: Payload, facts: Facts): Progress {
  const { buf, end, off, wireLength } = payload;
  const isCut = wireLength > end - off;
  if (payload.gap && !isMessage(buf, off, end)) return Progress.Other; // where the next message begins is not known
  while (end - payload.off >= MARK + 4) {
    const at = payload.off;
    const from = at + MARK;
    const to = from + u24(buf, at + 1);
    if (buf[at] !== SESSION_MESSAGE && buf[at] !== KEEP_ALIVE && (buf[at] & 0xfc) !== 0x80) return Progress.Other;
    if (to > end && to - from <= LONGEST_WAITED && !isCut && end - at < MAX_PREFIX_BYTES - 1) return Progress.Next;
    if (buf[at] === SESSION_MESSAGE && isMessage(buf, at, end)) {
      const stop = Math.min(to, end);
      if (buf[from] === SMB_2) readSmb2(buf, from, stop, facts);
      else if (buf[from] === SMB_1) readSmb1(buf, from, stop, facts);
      else return Progress.Done; // encrypted or compressed from here on
    }
    payload.off = to;
  }
  return Progress.Next;
}

function isMessage(buf: Uint8Array, off: number, end: number): boolean {
  return (
    end - off >= MARK + 4 &&
    buf[off + MARK] >= 0xfc &&
    buf[off + 5] === 0x53 &&
    buf[off + 6] === 0x4d &&
    buf[off + 7] === 0x42
  );
}
