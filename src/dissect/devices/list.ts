/** Devices, vehicles, cameras and programs that talk to their own kind */
import type { Dissector } from '../dissector.ts';
import { ancp } from './ancp.ts';
import { arubaPapi } from './aruba-papi.ts';
import { asterix } from './asterix.ts';
import { dis } from './dis.ts';
import { dlsw } from './dlsw.ts';
import { epmd } from './epmd.ts';
import { epson } from './epson.ts';
import { erlang } from './erlang.ts';
import { fbzero } from './fbzero.ts';
import { gvcp } from './gvcp.ts';
import { hipUdp } from './hip-udp.ts';
import { lcm } from './lcm.ts';
import { lwapp } from './lwapp.ts';
import { mavlink } from './mavlink.ts';
import { mplsEcho } from './mpls-echo.ts';
import { nsdp } from './nsdp.ts';
import { pana } from './pana.ts';
import { rdpUdp } from './rdp-udp.ts';
import { ros } from './ros.ts';
import { samsungSdp } from './samsung-sdp.ts';
import { tzsp } from './tzsp.ts';
import { xot } from './xot.ts';
import { zre } from './zre.ts';

export const DEVICES: readonly Dissector[] = [
  fbzero,
  rdpUdp,
  mplsEcho,
  epmd,
  erlang,
  asterix,
  dis,
  mavlink,
  ros,
  gvcp,
  lcm,
  zre,
  nsdp,
  epson,
  arubaPapi,
  lwapp,
  tzsp,
  pana,
  ancp,
  xot,
  dlsw,
  hipUdp,
  samsungSdp,
];
