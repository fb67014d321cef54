/** Apple Remote Desktop's net assistant on UDP port 3283: 0014 asks, 0001 03ea answers with the machine's name. */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const PORT = 3283;

export const appleRemoteDesktop: Dissector = {
  app: 'apple-remote-desktop',
  over: [17],
  ports: [PORT],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (end - off < 4) return Verdict.No;
    const asks =
      recvPort === PORT && u16(buf, off) === 0x14 && buf[off + 2] === 0 && buf[off + 3] <= 1 && wireLength <= 5;
    const answers = sendPort === PORT && u16(buf, off) === 1 && u16(buf, off + 2) === 0x03ea && wireLength > 100;
    return asks || answers ? Verdict.Yes : Verdict.No;
  },
};
