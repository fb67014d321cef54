/** Dropbox LAN sync discovery: a JSON object on port 17500 that begins with its version or host number. */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const dropbox: Dissector = {
  app: 'dropbox',
  over: [17],
  ports: [17500],
  onOwnPortsOnly: true,
  firstBytes: [0x7b],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (sendPort !== 17500 && recvPort !== 17500) return Verdict.No;
    return startsWith(buf, off, end, '{"version": [') || startsWith(buf, off, end, '{"host_int"')
      ? Verdict.Yes
      : Verdict.No;
  },
};
