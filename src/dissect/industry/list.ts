/** Industry, energy, buildings and vehicles */
import type { Dissector } from '../dissector.ts';
import { addp } from './addp.ts';
import { artNet } from './art-net.ts';
import { atg } from './atg.ts';
import { beckhoffDiscovery } from './beckhoff-discovery.ts';
import { broadlink } from './broadlink.ts';
import { c1222 } from './c1222.ts';
import { cipIo } from './cip-io.ts';
import { cnpIp } from './cnp-ip.ts';
import { codesys } from './codesys.ts';
import { crimson } from './crimson.ts';
import { deltav } from './deltav.ts';
import { dhip } from './dhip.ts';
import { doip } from './doip.ts';
import { dvrip } from './dvrip.ts';
import { easyweather } from './easyweather.ts';
import { esphome } from './esphome.ts';
import { ethercat } from './ethercat.ts';
import { ethersbus } from './ethersbus.ts';
import { ethersio } from './ethersio.ts';
import { ffHse } from './ff-hse.ts';
import { focas } from './focas.ts';
import { geSrtp } from './ge-srtp.ts';
import { hdhomerun } from './hdhomerun.ts';
import { hsms } from './hsms.ts';
import { iec62056 } from './iec62056.ts';
import { lantronix } from './lantronix.ts';
import { lifx } from './lifx.ts';
import { matter } from './matter.ts';
import { melsec } from './melsec.ts';
import { melsoft } from './melsoft.ts';
import { miio } from './miio.ts';
import { moxaNport } from './moxa-nport.ts';
import { mqttSn } from './mqtt-sn.ts';
import { niagaraFox } from './niagara-fox.ts';
import { nmea0183 } from './nmea-0183.ts';
import { pcom } from './pcom.ts';
import { pcworx } from './pcworx.ts';
import { powerlink } from './powerlink.ts';
import { proconos } from './proconos.ts';
import { profinetIo } from './profinet-io.ts';
import { rocPlus } from './roc-plus.ts';
import { rtde } from './rtde.ts';
import { s7commPlus } from './s7comm-plus.ts';
import { sacn } from './sacn.ts';
import { sadp } from './sadp.ts';
import { semtechUdp } from './semtech-udp.ts';
import { smaSpeedwire } from './sma-speedwire.ts';
import { tristation } from './tristation.ts';
import { umas } from './umas.ts';
import { v2gtp } from './v2gtp.ts';
import { xcp } from './xcp.ts';
import { xiaomiPush } from './xiaomi-push.ts';
import { yaskawaHses } from './yaskawa-hses.ts';
import { zep } from './zep.ts';

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
