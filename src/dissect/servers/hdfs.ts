/**
 * HDFS data transfer (Hadoop DataTransferProtocol.java, datatransfer.proto): version 28, operation 80 to 90, a protobuf message with the block's pool,
 * BP-…; or SASL's magic DEADBEEF before it.
 */
import { indexOfText, u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const VERSION = 28;
const SASL = 0xdeadbeef;
const PORTS = [50010, 9866, 1004];

export const hdfs: Dissector = {
  app: 'hdfs',
  over: [6],
  ports: PORTS,
  firstBytes: [0, 0xde],
  probe({ buf, off, end, recvPort }) {
    if (end - off < 8) return Verdict.No;
    if (buf[off] === 0xde) return u32(buf, off) === SASL && PORTS.includes(recvPort) ? Verdict.Yes : Verdict.No;
    if (u16(buf, off) !== VERSION || buf[off + 2] < 80 || buf[off + 2] > 90) return Verdict.No;
    return indexOfText(buf, off + 4, Math.min(end, off + 48), 'BP-') > 0 ? Verdict.Yes : Verdict.No;
  },
};
