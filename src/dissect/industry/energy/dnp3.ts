/** DNP3, IEEE 1815 §9.2.4: start 05 64, length, control, destination, source, CRC of the header. */
import { fact } from '#fields/table.ts';
import { u16le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';
import { parseMessages } from '../../framed.ts';

const FUNCTION = fact('dnp3.function');
const HEADER_BYTES = 10;
const BLOCK_BYTES = 16; // of user data, each with a CRC behind
const FIRST_SEGMENT = 0x40; // of the transport header
/** IEEE 1815 §4.2.2.5. */
const FUNCTIONS: Readonly<Record<number, string>> = {
  0: 'confirm',
  1: 'read',
  2: 'write',
  3: 'select',
  4: 'operate',
  5: 'direct_operate',
  6: 'direct_operate_no_ack',
  7: 'immediate_freeze',
  8: 'immediate_freeze_no_ack',
  9: 'freeze_clear',
  10: 'freeze_clear_no_ack',
  11: 'freeze_at_time',
  12: 'freeze_at_time_no_ack',
  13: 'cold_restart',
  14: 'warm_restart',
  15: 'initialize_data',
  16: 'initialize_application',
  17: 'start_application',
  18: 'stop_application',
  19: 'save_configuration',
  20: 'enable_unsolicited',
  21: 'disable_unsolicited',
  22: 'assign_class',
  23: 'delay_measure',
  24: 'record_current_time',
  25: 'open_file',
  26: 'close_file',
  27: 'delete_file',
  28: 'get_file_info',
  29: 'authenticate_file',
  30: 'abort_file',
  31: 'activate_config',
  32: 'authenticate_req',
  33: 'authenticate_err',
  129: 'response',
  130: 'unsolicited_response',
  131: 'authenticate_resp',
};

const POLYNOMIAL = 0xa6bc; // x16 + x13 + x12 + x11 + x10 + x8 + x6 + x5 + x2 + 1, reflected

function crc(buf: Uint8Array, off: number, end: number): number {
  let sum = 0;
  for (let at = off; at < end; at++) {
    sum ^= buf[at];
    for (let bit = 0; bit < 8; bit++) sum = (sum & 1) !== 0 ? (sum >>> 1) ^ POLYNOMIAL : sum >>> 1;
  }
  return ~sum & 0xffff;
}

export const dnp3: Dissector = {
  app: 'dnp3',
  over: [6, 17],
  ports: [20000, 19999],
  firstBytes: [5],
  probe({ buf, off, end, proto }) {
    if (end - off < 10)
      return proto === 6 && buf[off] === 5 && (end - off < 2 || buf[off + 1] === 0x64) ? Verdict.More : Verdict.No;
    if (buf[off] !== 5 || buf[off + 1] !== 0x64 || buf[off + 2] < 5) return Verdict.No;
    return crc(buf, off, off + 8) === u16le(buf, off + 8) ? Verdict.Yes : Verdict.No;
  },
  parse: (payload, facts) =>
    parseMessages(payload, facts, frameBytes, ({ buf }, _facts, off, end) => {
      // transport header, application control, function code
      if (end - off >= HEADER_BYTES + 3 && (buf[off + HEADER_BYTES] & FIRST_SEGMENT) !== 0) {
        const code = buf[off + HEADER_BYTES + 2];
        facts.list(FUNCTION, FUNCTIONS[code] ?? `function_${code}`);
      }
      return true;
    }),
};

/** The length counts from the control byte on, without CRCs. */
function frameBytes(buf: Uint8Array, off: number, end: number): number {
  if (end - off < 3) return 0;
  if (buf[off] !== 5 || buf[off + 1] !== 0x64 || buf[off + 2] < 5) return -1;
  const data = buf[off + 2] - 5;
  return HEADER_BYTES + data + 2 * Math.ceil(data / BLOCK_BYTES);
}
