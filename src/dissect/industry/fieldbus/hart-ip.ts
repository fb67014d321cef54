/** HART-IP, FieldComm HCF_SPEC-085: version, type, id, status, sequence, length of all. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const hartIp: Dissector = {
  app: 'hart-ip',
  over: [6, 17],
  ports: [5094, 5095],
  onOwnPortsOnly: true,
  firstBytes: [1, 2],
  probe({ buf, off, end, wireLength, proto, sendPort, recvPort }) {
    if (end - off < 8) return proto === 6 && buf[off] <= 2 ? Verdict.More : Verdict.No;
    const length = u16(buf, off + 6);
    const fits = proto === 17 ? length === wireLength : length >= 8 && length <= 1024;
    const own = sendPort === 5094 || recvPort === 5094 || sendPort === 5095;
    const head = (buf[off] === 1 || buf[off] === 2) && buf[off + 1] <= 15 && buf[off + 2] <= 4;
    return own && head && fits ? Verdict.Yes : Verdict.No;
  },
};
