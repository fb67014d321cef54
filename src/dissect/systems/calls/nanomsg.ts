/** Scalability protocols of nanomsg and NNG (RFC sp-tcp-mapping-01): 00, SP, version 0, u16 endpoint type, two zeros. */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const OPENING = 0x00535000;

export const nanomsg: Dissector = {
  app: 'nanomsg',
  over: [6],
  ports: [],
  firstBytes: [0],
  probe: ({ buf, off, end }) =>
    end - off >= 8 &&
    u32(buf, off) === OPENING &&
    u16(buf, off + 4) >= 16 &&
    u16(buf, off + 4) < 128 &&
    u16(buf, off + 6) === 0
      ? Verdict.Yes
      : Verdict.No,
};
