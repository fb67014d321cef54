/** Oracle TNS: length, checksum 0, packet type, flags, header checksum 0; connect packets carry version and service data unit. */
import { fact } from '#fields/table.ts';
import { indexOfByte, indexOfText, u16 } from '../bytes.ts';
import type { Dissector, Facts } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';

const HOST = fact('host');
const USER = fact('user');

function writeValue(buf: Uint8Array, off: number, end: number, key: string, field: number, facts: Facts): void {
  const at = indexOfText(buf, off, end, key);
  const stop = at < 0 ? -1 : indexOfByte(buf, at, end, 0x29);
  if (stop > at + key.length) facts.text(field, buf, at + key.length, stop);
}

export const oracle: Dissector = {
  app: 'oracle',
  over: [6],
  ports: [1521, 1526],
  firstBytes: [0, 1, 2],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (end - off < 8) return (sendPort === 1521 || recvPort === 1521) && buf[off] <= 8 ? Verdict.More : Verdict.No;
    const length = u16(buf, off);
    const kind = buf[off + 4];
    if (u16(buf, off + 2) !== 0 || u16(buf, off + 6) !== 0 || length < 8 || kind === 0 || kind > 14) return Verdict.No;
    if (sendPort === 1521 || recvPort === 1521) return Verdict.Yes;
    if (kind !== 1 || end - off < 30 || length < 58) return Verdict.No;
    const version = u16(buf, off + 8);
    return version >= 300 && version <= 325 && u16(buf, off + 10) <= version && u16(buf, off + 10) >= 128
      ? Verdict.Yes
      : Verdict.No;
  },
  /** The connect string is text: (DESCRIPTION=…(SERVICE_NAME=x)…(USER=y)…). */
  parse({ buf, off, end, fromSrc }, facts) {
    if (!fromSrc) return facts.has(HOST) ? Progress.Done : Progress.Other;
    writeValue(buf, off, end, '(SERVICE_NAME=', HOST, facts);
    writeValue(buf, off, end, '(USER=', USER, facts);
    return facts.has(USER) ? Progress.Done : Progress.More;
  },
};
