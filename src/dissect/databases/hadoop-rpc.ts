/** Hadoop IPC: "hrpc", version 9, service class, authentication 0, DF or DE (Hadoop common, RpcConstants). */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const hadoopRpc: Dissector = {
  app: 'hadoop-rpc',
  over: [6],
  ports: [8020, 9000, 8032],
  noGuess: true,
  firstBytes: [0x68],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 7) return startsWith(buf, off, end, 'hrpc'.slice(0, size)) ? Verdict.More : Verdict.No;
    return startsWith(buf, off, end, 'hrpc') && buf[off + 4] >= 4 && buf[off + 4] <= 12 ? Verdict.Yes : Verdict.No;
  },
};
