/** Modbus/TCP, MODBUS Messaging on TCP/IP §3.1.3: transaction, protocol 0, length, unit, function; on ports 502 and those of gateways. */
import { fact } from '#fields/table.ts';
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';
import { parseMessages } from '../../framed.ts';

const FUNCTION = fact('modbus.function');
const EXCEPTION = fact('modbus.exception');
const HEADER_BYTES = 6; // up to the length, which counts what follows
const ERROR = 0x80;

/** MODBUS Application Protocol V1.1b3 §5.1. */
const FUNCTIONS: Readonly<Record<number, string>> = {
  1: 'read_coils',
  2: 'read_discrete_inputs',
  3: 'read_holding_registers',
  4: 'read_input_registers',
  5: 'write_single_coil',
  6: 'write_single_register',
  7: 'read_exception_status',
  8: 'diagnostics',
  11: 'get_comm_event_counter',
  12: 'get_comm_event_log',
  15: 'write_multiple_coils',
  16: 'write_multiple_registers',
  17: 'report_server_id',
  20: 'read_file_record',
  21: 'write_file_record',
  22: 'mask_write_register',
  23: 'read_write_multiple_registers',
  24: 'read_fifo_queue',
  43: 'encapsulated_interface_transport',
  90: 'unity', // Schneider's
};
/** §7. */
const EXCEPTIONS: Readonly<Record<number, string>> = {
  1: 'illegal_function',
  2: 'illegal_data_address',
  3: 'illegal_data_value',
  4: 'server_device_failure',
  5: 'acknowledge',
  6: 'server_device_busy',
  8: 'memory_parity_error',
  10: 'gateway_path_unavailable',
  11: 'gateway_target_failed_to_respond',
};

export const modbus: Dissector = {
  app: 'modbus',
  over: [6],
  ports: [502, 802],
  onOwnPortsOnly: true,
  probe({ buf, off, end, sendPort, recvPort }) {
    if (sendPort !== 502 && recvPort !== 502 && recvPort !== 802 && sendPort !== 802) return Verdict.No;
    if (end - off < 8) return Verdict.More;
    const length = u16(buf, off + 4);
    const code = buf[off + 7] & 0x7f;
    return u16(buf, off + 2) === 0 && length >= 2 && length <= 254 && code >= 1 && code <= 0x5b
      ? Verdict.Yes
      : Verdict.No;
  },
  parse: (payload, facts) =>
    parseMessages(payload, facts, messageBytes, ({ buf }, _facts, off, end) => {
      if (end - off < HEADER_BYTES + 2) return true;
      const code = buf[off + HEADER_BYTES + 1];
      facts.list(FUNCTION, FUNCTIONS[code & ~ERROR] ?? `function_${code & ~ERROR}`);
      if ((code & ERROR) !== 0 && end - off > HEADER_BYTES + 2) {
        const exception = buf[off + HEADER_BYTES + 2];
        facts.list(EXCEPTION, EXCEPTIONS[exception] ?? `exception_${exception}`);
      }
      return true;
    }),
};

function messageBytes(buf: Uint8Array, off: number, end: number): number {
  if (end - off < HEADER_BYTES) return 0;
  const length = u16(buf, off + 4);
  return u16(buf, off + 2) === 0 && length >= 2 && length <= 260 ? HEADER_BYTES + length : -1;
}
