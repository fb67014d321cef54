/** Siemens S7 communication (0x32; S7comm-plus, 0x72, is another) in COTP data, RFC 1006 §6; its connection request asks for TSAPs on port 102. */
import { fact } from '#fields/table.ts';
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';
import { parseMessages } from '../../framed.ts';

const FUNCTION = fact('s7.function');
const COTP = 4;
const COTP_DATA = 0xf0;
const PDU = 7; // behind TPKT and COTP data headers
const S7_COMM = 0x32;
const ACK_DATA = 3;
const USER_DATA = 7;
const FUNCTIONS: Readonly<Record<number, string>> = {
  0: 'cpu_services',
  4: 'read_var',
  5: 'write_var',
  26: 'request_download',
  27: 'download_block',
  28: 'download_ended',
  29: 'start_upload',
  30: 'upload',
  31: 'end_upload',
  40: 'pi_service',
  41: 'plc_stop',
  240: 'setup_communication',
};

export const s7comm: Dissector = {
  app: 's7comm',
  over: [6],
  ports: [],
  firstBytes: [3],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (buf[off] !== 3) return Verdict.No;
    if (end - off < 8) return Verdict.More;
    if (buf[off + 1] !== 0 || u16(buf, off + 2) < 8) return Verdict.No;
    const kind = buf[off + 5];
    if (kind === 0xf0 && buf[off + 4] === 2) return buf[off + 7] === S7_COMM ? Verdict.Yes : Verdict.No;
    if ((kind !== 0xe0 && kind !== 0xd0) || (sendPort !== 102 && recvPort !== 102)) return Verdict.No;
    // the message behind the connection request tells S7 from MMS
    const next = off + u16(buf, off + 2);
    if (next + 8 > end) return Verdict.More;
    return buf[next] === 3 && buf[next + 5] === 0xf0 && buf[next + 7] === S7_COMM ? Verdict.Yes : Verdict.No;
  },
  parse: (payload, facts) =>
    parseMessages(payload, facts, packetBytes, ({ buf }, _facts, off, end) => {
      const at = off + PDU;
      if (end - at < 10 || buf[off + COTP + 1] !== COTP_DATA || buf[at] !== S7_COMM) return true;
      const kind = buf[at + 1]; // an answer with data has two bytes of error more in its header
      const parameters = at + (kind === ACK_DATA || kind === 2 ? 12 : 10);
      if (kind === USER_DATA) facts.list(FUNCTION, 'userdata');
      else if (parameters < end && u16(buf, at + 6) > 0) {
        const code = buf[parameters];
        facts.list(FUNCTION, FUNCTIONS[code] ?? `function_${code}`);
      }
      return true;
    }),
};

function packetBytes(buf: Uint8Array, off: number, end: number): number {
  if (end - off < COTP) return 0;
  const length = u16(buf, off + 2);
  return buf[off] === 3 && buf[off + 1] === 0 && length >= PDU ? length : -1;
}
