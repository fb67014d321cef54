/** Industry, energy, buildings and vehicles */
import type { Dissector } from '../dissector.ts';
import { artNet } from './buildings/art-net.ts';
import { cnpIp } from './buildings/cnp-ip.ts';
import { niagaraFox } from './buildings/niagara-fox.ts';
import { sacn } from './buildings/sacn.ts';
import { beckhoffDiscovery } from './controllers/beckhoff-discovery.ts';
import { codesys } from './controllers/codesys.ts';
import { crimson } from './controllers/crimson.ts';
import { deltav } from './controllers/deltav.ts';
import { ethersbus } from './controllers/ethersbus.ts';
import { ethersio } from './controllers/ethersio.ts';
import { focas } from './controllers/focas.ts';
import { geSrtp } from './controllers/ge-srtp.ts';
import { melsec } from './controllers/melsec.ts';
import { melsoft } from './controllers/melsoft.ts';
import { pcom } from './controllers/pcom.ts';
import { pcworx } from './controllers/pcworx.ts';
import { proconos } from './controllers/proconos.ts';
import { rocPlus } from './controllers/roc-plus.ts';
import { rtde } from './controllers/rtde.ts';
import { s7commPlus } from './controllers/s7comm-plus.ts';
import { tristation } from './controllers/tristation.ts';
import { umas } from './controllers/umas.ts';
import { yaskawaHses } from './controllers/yaskawa-hses.ts';
import { c1222 } from './energy/c1222.ts';
import { iec62056 } from './energy/iec62056.ts';
import { smaSpeedwire } from './energy/sma-speedwire.ts';
import { v2gtp } from './energy/v2gtp.ts';
import { cipIo } from './fieldbus/cip-io.ts';
import { ethercat } from './fieldbus/ethercat.ts';
import { ffHse } from './fieldbus/ff-hse.ts';
import { powerlink } from './fieldbus/powerlink.ts';
import { profinetIo } from './fieldbus/profinet-io.ts';
import { broadlink } from './home/broadlink.ts';
import { dhip } from './home/dhip.ts';
import { dvrip } from './home/dvrip.ts';
import { easyweather } from './home/easyweather.ts';
import { esphome } from './home/esphome.ts';
import { hdhomerun } from './home/hdhomerun.ts';
import { lifx } from './home/lifx.ts';
import { matter } from './home/matter.ts';
import { miio } from './home/miio.ts';
import { sadp } from './home/sadp.ts';
import { xiaomiPush } from './home/xiaomi-push.ts';
import { addp } from './instruments/addp.ts';
import { atg } from './instruments/atg.ts';
import { hsms } from './instruments/hsms.ts';
import { lantronix } from './instruments/lantronix.ts';
import { moxaNport } from './instruments/moxa-nport.ts';
import { mqttSn } from './sensors/mqtt-sn.ts';
import { semtechUdp } from './sensors/semtech-udp.ts';
import { zep } from './sensors/zep.ts';
import { doip } from './vehicles/doip.ts';
import { nmea0183 } from './vehicles/nmea-0183.ts';
import { xcp } from './vehicles/xcp.ts';

export const INDUSTRY: readonly Dissector[] = [
  v2gtp,
  ethersio,
  ethersbus,
  ethercat,
  powerlink,
  codesys,
  niagaraFox,
  crimson,
  ffHse,
  pcworx,
  proconos,
  rocPlus,
  geSrtp,
  melsec,
  deltav,
  atg,
  cnpIp,
  tristation,
  umas,
  s7commPlus,
  iec62056,
  c1222,
  profinetIo,
  doip,
  mqttSn,
  matter,
  easyweather,
  miio,
  lifx,
  broadlink,
  sacn,
  artNet,
  beckhoffDiscovery,
  smaSpeedwire,
  xiaomiPush,
  dvrip,
  dhip,
  nmea0183,
  hdhomerun,
  melsoft,
  cipIo,
  rtde,
  lantronix,
  moxaNport,
  addp,
  xcp,
  zep,
  esphome,
  sadp,
  pcom,
  focas,
  hsms,
  semtechUdp,
  yaskawaHses,
];
