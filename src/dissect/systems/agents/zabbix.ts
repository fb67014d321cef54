/** Zabbix agent and trapper: header "ZBXD" and flags, Zabbix documentation appendix "Header and data length". */
import type { Dissector } from '../../dissector.ts';
import { opening } from '../../opening.ts';

export const zabbix: Dissector = opening(
  'zabbix',
  [6],
  [10050, 10051],
  ['ZBXD\x01', 'ZBXD\x03', 'ZBXD\x05', 'ZBXD\x07'],
);
