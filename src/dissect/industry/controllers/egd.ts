/** GE Ethernet Global Data, GFK-2224: PDU type 13, version 1, request id, producer address, exchange id, on port 18246. */
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const egd: Dissector = {
  app: 'ethernet-global-data',
  over: [17],
  ports: [18246],
  onOwnPortsOnly: true,
  firstBytes: [0x0d],
  probe({ buf, off, end, sendPort, recvPort }) {
    return end - off >= 32 && buf[off] === 0x0d && buf[off + 1] === 1 && (sendPort === 18246 || recvPort === 18246)
      ? Verdict.Yes
      : Verdict.No;
  },
};
