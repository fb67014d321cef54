/** Caches and application servers, tools that measure, and what else is asked of machines. */
import type { Dissector } from '../dissector.ts';
import { battleNet } from './battle-net.ts';
import { gaduGadu } from './gadu-gadu.ts';
import { gsmIpa } from './gsm-ipa.ts';
import { hdfs } from './hdfs.ts';
import { htcp } from './htcp.ts';
import { icap } from './icap.ts';
import { icp } from './icp.ts';
import { iperf } from './iperf.ts';
import { ipp } from './ipp.ts';
import { llrp } from './llrp.ts';
import { mosh } from './mosh.ts';
import { mrcp } from './mrcp.ts';
import { mysqlx } from './mysqlx.ts';
import { ncp } from './ncp.ts';
import { nineP } from './nine-p.ts';
import { ptpIp } from './ptp-ip.ts';
import { t3 } from './t3.ts';

export const SERVERS: readonly Dissector[] = [
  icap,
  icp,
  htcp,
  iperf,
  mosh,
  t3,
  mrcp,
  ncp,
  nineP,
  llrp,
  hdfs,
  ipp,
  battleNet,
  gsmIpa,
  gaduGadu,
  ptpIp,
  mysqlx,
];
