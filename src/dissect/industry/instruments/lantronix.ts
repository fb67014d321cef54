/** Lantronix's query of device servers on port 30718: four bytes 000000 and f6 or f8, answered by f7 or f9. */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const PORT = 30718;

export const lantronix: Dissector = {
  app: 'lantronix',
  over: [17],
  ports: [PORT],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength, sendPort }) {
    if (end - off < 4) return Verdict.No;
    const word = u32(buf, off);
    if (word === 0xf6 || word === 0xf8) return wireLength === 4 ? Verdict.Yes : Verdict.No;
    return sendPort === PORT && (word === 0xf7 || word === 0xf9) && wireLength >= 30 ? Verdict.Yes : Verdict.No;
  },
};
