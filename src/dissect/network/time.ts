/** Time protocol, RFC 868: the server on port 37 sends four bytes, seconds since 1900; those of 1995 and later are believed. */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const IN_1995 = 2_997_986_400;

export const time: Dissector = {
  app: 'time',
  over: [6, 17],
  ports: [37],
  onOwnPortsOnly: true,
  probe: ({ buf, off, end, wireLength, sendPort }) =>
    sendPort === 37 && wireLength === 4 && end - off === 4 && u32(buf, off) > IN_1995 ? Verdict.Yes : Verdict.No,
};
