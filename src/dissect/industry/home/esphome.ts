/**
 * ESPHome's native API in clear: 00, size, kind, protobuf; it opens with HelloRequest (1: client_info) and HelloResponse (2:
 * version).
 */
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const esphome: Dissector = {
  app: 'esphome',
  over: [6],
  ports: [6053],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end }) {
    if (end - off < 5 || buf[off + 1] < 2 || buf[off + 1] > 127) return Verdict.No;
    if (buf[off + 2] === 1) return buf[off + 3] === 0x0a && buf[off + 4] <= buf[off + 1] - 2 ? Verdict.Yes : Verdict.No;
    return buf[off + 2] === 2 && buf[off + 3] === 0x08 && buf[off + 4] === 1 ? Verdict.Yes : Verdict.No;
  },
};
