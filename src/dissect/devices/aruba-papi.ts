/** Aruba PAPI: magic 4972, version 2 or 3, addresses, message type (Aruba documentation, "PAPI enhanced security"). */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const arubaPapi: Dissector = {
  app: 'aruba-papi',
  over: [17],
  ports: [8211],
  onOwnPortsOnly: true,
  firstBytes: [0x49],
  probe({ buf, off, end }) {
    const size = end - off;
    return size >= 30 && buf[off + 1] === 0x72 && u16(buf, off + 2) <= 3 ? Verdict.Yes : Verdict.No;
  },
};
