/**
 * Open vSwitch database management, RFC 7047 §4: JSON-RPC 1.0 whose objects open with id, method and parameters, of which the methods
 * named here are OVSDB's alone; on port 6640 also answers and the methods others have.
 */
import { indexOfText, startsWith } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const PORT = 6640;
const LOOKED_AT = 96;
const OWN_METHODS = [
  'list_dbs',
  'get_schema',
  'transact',
  'monitor_cond',
  'monitor_cond_since',
  'set_db_change_aware',
  'get_server_id',
  'convert',
];
const OTHER_METHODS = ['echo', 'monitor', 'lock', 'steal', 'unlock', 'cancel', 'update', 'update2', 'update3'];

export const ovsdb: Dissector = {
  app: 'ovsdb',
  over: [6],
  ports: [PORT],
  firstBytes: [0x7b],
  probe({ buf, off, end, sendPort, recvPort }) {
    const stop = Math.min(end, off + LOOKED_AT);
    const isOwn = sendPort === PORT || recvPort === PORT;
    if (!startsWith(buf, off, end, '{"id":')) return Verdict.No;
    const method = indexOfText(buf, off, stop, '"method":"');
    if (method < 0) {
      if (end - off < 32) return Verdict.More;
      return isOwn && sendPort === PORT && indexOfText(buf, off, stop, '"result":') > 0 ? Verdict.Yes : Verdict.No;
    }
    const name = method + '"method":"'.length;
    const isOne = (names: readonly string[]): boolean =>
      names.some((one) => startsWith(buf, name, stop, one) && startsWith(buf, name + one.length, stop, '","params":['));
    return isOne(OWN_METHODS) || (isOwn && isOne(OTHER_METHODS)) ? Verdict.Yes : Verdict.No;
  },
};
