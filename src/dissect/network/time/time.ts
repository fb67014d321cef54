/** Time protocol, RFC 868: the server on port 37 sends four bytes, seconds since 1900; those of 2010 and later are believed. */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const IN_2010 = 3_471_292_800;

export const time: Dissector = {
  app: 'time',
  over: [6, 17],
  ports: [37],
  onOwnPortsOnly: true,
  probe: ({ buf, off, end, wireLength, sendPort }) =>
    sendPort === 37 && wireLength === 4 && end - off === 4 && u32(buf, off) > IN_2010 ? Verdict.Yes : Verdict.No,
};
