/** CAPWAP, RFC 5415 §4: ports 5246 and 5247, version 0, header length, wireless binding 1; type 1 is DTLS. */
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

function isOwn(port: number): boolean {
  return port === 5246 || port === 5247;
}

export const capwap: Dissector = {
  app: 'capwap',
  over: [17],
  ports: [5246, 5247],
  onOwnPortsOnly: true,
  firstBytes: [0, 1],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (!isOwn(sendPort) && !isOwn(recvPort)) return Verdict.No;
    if (buf[off] === 1)
      return end - off > 17 && buf[off + 4] >= 20 && buf[off + 4] <= 23 && buf[off + 5] === 0xfe
        ? Verdict.Yes
        : Verdict.No;
    const words = end - off >= 8 ? buf[off + 1] >> 3 : 0;
    return buf[off] === 0 && words >= 2 && words <= 16 && (buf[off + 3] & 7) === 0 ? Verdict.Yes : Verdict.No;
  },
};
