/** Manufacturing Message Specification, ISO 9506, in ISO presentation over COTP on port 102, as IEC 61850 uses it. */
import { indexOfText, u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const mms: Dissector = {
  app: 'iso9506-1-mms',
  over: [6],
  ports: [102],
  firstBytes: [3],
  probe({ buf, off, end }) {
    if (buf[off] !== 3) return Verdict.No;
    if (end - off < 8) return Verdict.More;
    const data = buf[off + 1] === 0 && buf[off + 5] === 0xf0 && buf[off + 4] === 2;
    const at = data ? off : off + u16(buf, off + 2);
    if (!data && (at <= off || at + 8 > end))
      return (buf[off + 5] & 0xef) === 0xe0 || buf[off + 5] === 0xd0 ? Verdict.More : Verdict.No;
    if (buf[at] !== 3 || buf[at + 5] !== 0xf0 || at + 24 > end) return Verdict.No;
    // session CONNECT or ACCEPT, or GIVE TOKENS + DATA TRANSFER with presentation user data
    const session = buf[at + 7];
    if (session === 0x0d || session === 0x0e)
      return indexOfText(buf, at, end, '\x28\xca\x22\x02') > 0 ? Verdict.Yes : Verdict.No;
    return session === 1 && buf[at + 8] === 0 && buf[at + 9] === 1 && buf[at + 10] === 0 && buf[at + 11] === 0x61
      ? Verdict.Yes
      : Verdict.No;
  },
};
