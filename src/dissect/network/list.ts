/** Routing, management and plumbing of networks */
import type { Dissector } from '../dissector.ts';
import { dhcpFailover } from './addressing/dhcp-failover.ts';
import { pnrp } from './addressing/pnrp.ts';
import { winsReplication } from './addressing/wins-replication.ts';
import { gsmtap } from './mobile/gsmtap.ts';
import { agentx } from './monitoring/agentx.ts';
import { apcupsd } from './monitoring/apcupsd.ts';
import { cops } from './monitoring/cops.ts';
import { fluentd } from './monitoring/fluentd.ts';
import { ganglia } from './monitoring/ganglia.ts';
import { gelf } from './monitoring/gelf.ts';
import { gpsd } from './monitoring/gpsd.ts';
import { lumberjack } from './monitoring/lumberjack.ts';
import { munin } from './monitoring/munin.ts';
import { netconf } from './monitoring/netconf.ts';
import { nrpe } from './monitoring/nrpe.ts';
import { nut } from './monitoring/nut.ts';
import { ossec } from './monitoring/ossec.ts';
import { pcapOverIp } from './monitoring/pcap-over-ip.ts';
import { peekremote } from './monitoring/peekremote.ts';
import { relp } from './monitoring/relp.ts';
import { ripeAtlas } from './monitoring/ripe-atlas.ts';
import { rpcap } from './monitoring/rpcap.ts';
import { smux } from './monitoring/smux.ts';
import { splunk } from './monitoring/splunk.ts';
import { twamp } from './monitoring/twamp.ts';
import { macTelnet } from './neighbours/mac-telnet.ts';
import { mndp } from './neighbours/mndp.ts';
import { rwho } from './neighbours/rwho.ts';
import { wol } from './neighbours/wol.ts';
import { ahcp } from './routing/ahcp.ts';
import { aodv } from './routing/aodv.ts';
import { babel } from './routing/babel.ts';
import { bmp } from './routing/bmp.ts';
import { dlep } from './routing/dlep.ts';
import { glbp } from './routing/glbp.ts';
import { hncp } from './routing/hncp.ts';
import { mobileIp } from './routing/mobile-ip.ts';
import { msdp } from './routing/msdp.ts';
import { olsr } from './routing/olsr.ts';
import { ovsdb } from './routing/ovsdb.ts';
import { pcep } from './routing/pcep.ts';
import { rpkiRtr } from './routing/rpki-rtr.ts';
import { tdp } from './routing/tdp.ts';
import { wccp } from './routing/wccp.ts';
import { amanda } from './servers/amanda.ts';
import { bacula } from './servers/bacula.ts';
import { cpha } from './servers/cpha.ts';
import { ctdb } from './servers/ctdb.ts';
import { dict } from './servers/dict.ts';
import { fingerAnswer } from './servers/finger-answer.ts';
import { isns } from './servers/isns.ts';
import { kpasswd } from './servers/kpasswd.ts';
import { linuxHa } from './servers/linux-ha.ts';
import { rndc } from './servers/rndc.ts';
import { rwhois } from './servers/rwhois.ts';
import { sieve } from './servers/sieve.ts';
import { time } from './time/time.ts';
import { fcip } from './tunnels/fcip.ts';
import { frp } from './tunnels/frp.ts';
import { ipsecNattKeepalive } from './tunnels/ipsec-natt-keepalive.ts';
import { l2tp } from './tunnels/l2tp.ts';
import { pgmUdp } from './tunnels/pgm-udp.ts';
import { softether } from './tunnels/softether.ts';
import { tcpcl } from './tunnels/tcpcl.ts';
import { usbip } from './tunnels/usbip.ts';
import { vtun } from './tunnels/vtun.ts';
import { vxlanGpe } from './tunnels/vxlan-gpe.ts';
import { yggdrasil } from './tunnels/yggdrasil.ts';

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
  ovsdb,
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
  rndc,
  rwhois,
  vtun,
  frp,
];
