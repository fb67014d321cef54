/** Routing, management and plumbing of networks */
import type { Dissector } from '../dissector.ts';
import { agentx } from './agentx.ts';
import { ahcp } from './ahcp.ts';
import { amanda } from './amanda.ts';
import { aodv } from './aodv.ts';
import { apcupsd } from './apcupsd.ts';
import { babel } from './babel.ts';
import { bacula } from './bacula.ts';
import { bmp } from './bmp.ts';
import { cops } from './cops.ts';
import { cpha } from './cpha.ts';
import { ctdb } from './ctdb.ts';
import { dhcpFailover } from './dhcp-failover.ts';
import { dict } from './dict.ts';
import { dlep } from './dlep.ts';
import { fcip } from './fcip.ts';
import { fingerAnswer } from './finger-answer.ts';
import { fluentd } from './fluentd.ts';
import { frp } from './frp.ts';
import { ganglia } from './ganglia.ts';
import { gelf } from './gelf.ts';
import { glbp } from './glbp.ts';
import { gpsd } from './gpsd.ts';
import { gsmtap } from './gsmtap.ts';
import { hncp } from './hncp.ts';
import { ipsecNattKeepalive } from './ipsec-natt-keepalive.ts';
import { isns } from './isns.ts';
import { kpasswd } from './kpasswd.ts';
import { l2tp } from './l2tp.ts';
import { linuxHa } from './linux-ha.ts';
import { lumberjack } from './lumberjack.ts';
import { macTelnet } from './mac-telnet.ts';
import { mndp } from './mndp.ts';
import { mobileIp } from './mobile-ip.ts';
import { msdp } from './msdp.ts';
import { munin } from './munin.ts';
import { netconf } from './netconf.ts';
import { nrpe } from './nrpe.ts';
import { nut } from './nut.ts';
import { olsr } from './olsr.ts';
import { ossec } from './ossec.ts';
import { pcapOverIp } from './pcap-over-ip.ts';
import { pcep } from './pcep.ts';
import { peekremote } from './peekremote.ts';
import { pgmUdp } from './pgm-udp.ts';
import { pnrp } from './pnrp.ts';
import { relp } from './relp.ts';
import { ripeAtlas } from './ripe-atlas.ts';
import { rpcap } from './rpcap.ts';
import { rpkiRtr } from './rpki-rtr.ts';
import { rwho } from './rwho.ts';
import { rwhois } from './rwhois.ts';
import { sieve } from './sieve.ts';
import { smux } from './smux.ts';
import { softether } from './softether.ts';
import { splunk } from './splunk.ts';
import { tcpcl } from './tcpcl.ts';
import { tdp } from './tdp.ts';
import { time } from './time.ts';
import { twamp } from './twamp.ts';
import { usbip } from './usbip.ts';
import { vtun } from './vtun.ts';
import { vxlanGpe } from './vxlan-gpe.ts';
import { wccp } from './wccp.ts';
import { winsReplication } from './wins-replication.ts';
import { wol } from './wol.ts';
import { yggdrasil } from './yggdrasil.ts';

export const NETWORK: readonly Dissector[] = [
  l2tp,
  glbp,
  cpha,
  dlep,
  wccp,
  tcpcl,
  twamp,
  bmp,
  rpkiRtr,
  pcep,
  msdp,
  olsr,
  babel,
  aodv,
  mobileIp,
  mndp,
  macTelnet,
  agentx,
  cops,
  isns,
  dhcpFailover,
  kpasswd,
  winsReplication,
  wol,
  gsmtap,
  vxlanGpe,
  bacula,
  amanda,
  apcupsd,
  nut,
  munin,
  nrpe,
  ganglia,
  ossec,
  relp,
  gelf,
  lumberjack,
  splunk,
  fluentd,
  gpsd,
  netconf,
  ripeAtlas,
  usbip,
  rpcap,
  pcapOverIp,
  linuxHa,
  ctdb,
  smux,
  fingerAnswer,
  ipsecNattKeepalive,
  ahcp,
  hncp,
  tdp,
  pnrp,
  rwho,
  time,
  fcip,
  peekremote,
  pgmUdp,
  softether,
  yggdrasil,
  dict,
  sieve,
  rwhois,
  vtun,
  frp,
];
