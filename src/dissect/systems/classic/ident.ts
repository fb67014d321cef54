/** Identification, RFC 1413 §4: "6193, 23" and the answer ": USERID : UNIX : name" or ": ERROR : NO-USER". */
import { indexOfByte, indexOfText, isDigit, isText, lineEnd } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const ident: Dissector = {
  app: 'ident',
  over: [6],
  ports: [113],
  onOwnPortsOnly: true,
  probe({ buf, off, end }) {
    const stop = lineEnd(buf, off, end);
    const comma = indexOfByte(buf, off, stop, 0x2c);
    if (comma < 0 || comma > off + 7 || !isDigit(buf[off]) || !isText(buf, off, stop)) return Verdict.No;
    const colon = indexOfByte(buf, comma, stop, 0x3a);
    if (colon < 0) return stop - off <= 16 && isDigit(buf[stop - 1]) ? Verdict.Yes : Verdict.No;
    return indexOfText(buf, colon, stop, 'USERID') > 0 || indexOfText(buf, colon, stop, 'ERROR') > 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
