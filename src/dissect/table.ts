/**
 * The list of application protocols: one import and one line each. Where several may claim a payload, the earlier line is
 * asked first, so what has strong marks of its own stands before what has few.
 */
import { activision } from './activision.ts';
import { ads } from './ads.ts';
import { afp } from './afp.ts';
import { ajp } from './ajp.ts';
import { amqp } from './amqp.ts';
import { anydesk } from './anydesk.ts';
import { avast } from './avast.ts';
import { bacnet } from './bacnet.ts';
import { bfcp } from './bfcp.ts';
import { bfd } from './bfd.ts';
import { bgp } from './bgp.ts';
import { bitcoin } from './bitcoin.ts';
import { bittorrent } from './bittorrent.ts';
import { bjnp } from './bjnp.ts';
import { can } from './can.ts';
import { capwap } from './capwap.ts';
import { cassandra } from './cassandra.ts';
import { ceph } from './ceph.ts';
import { checkmk } from './checkmk.ts';
import { coap } from './coap.ts';
import { codMobile } from './cod-mobile.ts';
import { collectd } from './collectd.ts';
import { DATABASES } from './databases/list.ts';
import { dcerpc } from './dcerpc.ts';
import { DEVICES } from './devices/list.ts';
import { dhcp } from './dhcp.ts';
import { dhcp6 } from './dhcp6.ts';
import { diameter } from './diameter.ts';
import { dicom } from './dicom.ts';
import { dingtalk } from './dingtalk.ts';
import { discord } from './discord.ts';
import type { Dissector } from './dissector.ts';
import { dnp3 } from './dnp3.ts';
import { dns } from './dns.ts';
import { drda } from './drda.ts';
import { dropbox } from './dropbox.ts';
import { dtls } from './dtls.ts';
import { eaq } from './eaq.ts';
import { edonkey } from './edonkey.ts';
import { egd } from './egd.ts';
import { elasticsearch } from './elasticsearch.ts';
import { enip } from './enip.ts';
import { epicgames } from './epicgames.ts';
import { espUdp } from './esp-udp.ts';
import { ETHER_APPS } from './ether-apps.ts';
import { ethereum } from './ethereum.ts';
import { fastcgi } from './fastcgi.ts';
import { finger } from './finger.ts';
import { fins } from './fins.ts';
import { fix } from './fix.ts';
import { flute } from './flute.ts';
import { ftp } from './ftp.ts';
import { GAMES } from './games/list.ts';
import { gearman } from './gearman.ts';
import { geneve } from './geneve.ts';
import { giop } from './giop.ts';
import { git } from './git.ts';
import { gnutella } from './gnutella.ts';
import { gtp } from './gtp.ts';
import { h323 } from './h323.ts';
import { halflife2 } from './halflife2.ts';
import { haproxy } from './haproxy.ts';
import { hartIp } from './hart-ip.ts';
import { heroesOfTheStorm } from './heroes-of-the-storm.ts';
import { hislip } from './hislip.ts';
import { hl7 } from './hl7.ts';
import { hsrp } from './hsrp.ts';
import { http } from './http.ts';
import { http2 } from './http2.ts';
import { i3d } from './i3d.ts';
import { iax } from './iax.ts';
import { iec104 } from './iec104.ts';
import { ieeeC37118 } from './ieee-c37118.ts';
import { ike } from './ike.ts';
import { imap } from './imap.ts';
import { imo } from './imo.ts';
import { INDUSTRY } from './industry/list.ts';
import { iqiyi } from './iqiyi.ts';
import { irc } from './irc.ts';
import { jsonRpc } from './json-rpc.ts';
import { kafka } from './kafka.ts';
import { kerberos } from './kerberos.ts';
import { kismet } from './kismet.ts';
import { knx } from './knx.ts';
import { cldap, ldap } from './ldap.ts';
import { ldp } from './ldp.ts';
import { lineCall } from './line-call.ts';
import { lisp } from './lisp.ts';
import { llmnr } from './llmnr.ts';
import { mdns } from './mdns.ts';
import { MEDIA } from './media/list.ts';
import { megaco } from './megaco.ts';
import { memcached } from './memcached.ts';
import { merakiCloud } from './meraki-cloud.ts';
import { mgcp } from './mgcp.ts';
import { minecraft } from './minecraft.ts';
import { mining } from './mining.ts';
import { mms } from './mms.ts';
import { modbus } from './modbus.ts';
import { monero } from './monero.ts';
import { mongodb } from './mongodb.ts';
import { mqtt } from './mqtt.ts';
import { mssql } from './mssql.ts';
import { mumble } from './mumble.ts';
import { mysql } from './mysql.ts';
import { natPmp } from './nat-pmp.ts';
import { nats } from './nats.ts';
import { nestLogSink } from './nest-log-sink.ts';
import { netbios } from './netbios.ts';
import { netflow } from './netflow.ts';
import { NETWORK } from './network/list.ts';
import { nfs } from './nfs.ts';
import { nintendo } from './nintendo.ts';
import { nntp } from './nntp.ts';
import { nomachine } from './nomachine.ts';
import { ntp } from './ntp.ts';
import { oicq } from './oicq.ts';
import { ookla } from './ookla.ts';
import { opcua } from './opcua.ts';
import { openflow } from './openflow.ts';
import { openvpn } from './openvpn.ts';
import { openwire } from './openwire.ts';
import { oracle } from './oracle.ts';
import { pfcp } from './pfcp.ts';
import { pop3 } from './pop3.ts';
import { postgresql } from './postgresql.ts';
import { pptp } from './pptp.ts';
import { ptp } from './ptp.ts';
import { quake } from './quake.ts';
import { quic } from './quic.ts';
import { radius } from './radius.ts';
import { raknet } from './raknet.ts';
import { rdp } from './rdp.ts';
import { redis } from './redis.ts';
import { REMOTE } from './remote/list.ts';
import { rip } from './rip.ts';
import { rlogin } from './rlogin.ts';
import { rmcp } from './rmcp.ts';
import { roughtime } from './roughtime.ts';
import { rpc } from './rpc.ts';
import { rsync } from './rsync.ts';
import { rtcp } from './rtcp.ts';
import { rtmp } from './rtmp.ts';
import { rtp } from './rtp.ts';
import { rtps } from './rtps.ts';
import { rtsp } from './rtsp.ts';
import { s7comm } from './s7comm.ts';
import { APP_OF_PPID } from './sctp.ts';
import { sflow } from './sflow.ts';
import { shoutcast } from './shoutcast.ts';
import { sip } from './sip.ts';
import { skinny } from './skinny.ts';
import { slp } from './slp.ts';
import { smb } from './smb.ts';
import { smpp } from './smpp.ts';
import { smtp } from './smtp.ts';
import { snmp } from './snmp.ts';
import { socks } from './socks.ts';
import { someip } from './someip.ts';
import { sonos } from './sonos.ts';
import { soulseek } from './soulseek.ts';
import { sourceEngine } from './source-engine.ts';
import { spotify } from './spotify.ts';
import { ssdp } from './ssdp.ts';
import { ssh } from './ssh.ts';
import { starcraft } from './starcraft.ts';
import { steam } from './steam.ts';
import { steamDatagramRelay } from './steam-datagram-relay.ts';
import { stomp } from './stomp.ts';
import { stun } from './stun.ts';
import { svn } from './svn.ts';
import { syncthing } from './syncthing.ts';
import { synergy } from './synergy.ts';
import { syslog } from './syslog.ts';
import { json } from './systems/json.ts';
import { SYSTEMS } from './systems/list.ts';
import { msgpack } from './systems/msgpack.ts';
import { tacacs } from './tacacs.ts';
import { tailscale } from './tailscale.ts';
import { teamspeak } from './teamspeak.ts';
import { teamviewer } from './teamviewer.ts';
import { telnet } from './telnet.ts';
import { tencentGames } from './tencent-games.ts';
import { teredo } from './teredo.ts';
import { tesOnline } from './tes-online.ts';
import { tftp } from './tftp.ts';
import { thrift } from './thrift.ts';
import { tls } from './tls.ts';
import { tocaBoca } from './toca-boca.ts';
import { tplinkShp } from './tplink-shp.ts';
import { trdp } from './trdp.ts';
import { tuya } from './tuya.ts';
import { ubiquiti } from './ubiquiti.ts';
import { uftp } from './uftp.ts';
import { viber } from './viber.ts';
import { vnc } from './vnc.ts';
import { vxlan } from './vxlan.ts';
import { whatsapp } from './whatsapp.ts';
import { whois } from './whois.ts';
import { wireguard } from './wireguard.ts';
import { worldOfWarcraft } from './world-of-warcraft.ts';
import { wsd } from './wsd.ts';
import { x11 } from './x11.ts';
import { xdmcp } from './xdmcp.ts';
import { xmpp } from './xmpp.ts';
import { zabbix } from './zabbix.ts';
import { zmtp } from './zmtp.ts';
import { zoom } from './zoom.ts';
import { zug } from './zug.ts';

export const DISSECTORS: readonly Dissector[] = [
  tls,
  quic,
  http2,
  http,
  ssh,
  smtp,
  ftp,
  pop3,
  imap,
  telnet,
  dhcp,
  dhcp6,
  ntp,
  netbios,
  rip,
  finger,
  mdns,
  llmnr,
  dtls,
  ...INDUSTRY,
  ...DATABASES,
  ...DEVICES,
  ...NETWORK,
  ...SYSTEMS,
  ...REMOTE,
  ...GAMES,
  ...MEDIA,
  activision,
  afp,
  amqp,
  avast,
  bacnet,
  bfcp,
  bgp,
  bjnp,
  can,
  checkmk,
  codMobile,
  dingtalk,
  discord,
  drda,
  dropbox,
  eaq,
  edonkey,
  egd,
  elasticsearch,
  epicgames,
  ethereum,
  fins,
  fix,
  flute,
  gearman,
  giop,
  git,
  gnutella,
  h323,
  halflife2,
  haproxy,
  hartIp,
  heroesOfTheStorm,
  hislip,
  hsrp,
  i3d,
  iax,
  ieeeC37118,
  ike,
  iqiyi,
  kafka,
  kerberos,
  kismet,
  ldap,
  cldap,
  lineCall,
  merakiCloud,
  mining,
  jsonRpc,
  mms,
  modbus,
  monero,
  mongodb,
  natPmp,
  nestLogSink,
  netflow,
  nfs,
  nintendo,
  nntp,
  nomachine,
  oicq,
  ookla,
  openflow,
  oracle,
  pfcp,
  postgresql,
  pptp,
  radius,
  raknet,
  rdp,
  redis,
  rmcp,
  roughtime,
  rpc,
  rtmp,
  rtps,
  rtsp,
  s7comm,
  sflow,
  sip,
  skinny,
  slp,
  smb,
  snmp,
  socks,
  sonos,
  sourceEngine,
  spotify,
  ssdp,
  starcraft,
  steamDatagramRelay,
  steam,
  stun,
  syncthing,
  tailscale,
  teamspeak,
  teamviewer,
  tencentGames,
  tesOnline,
  thrift,
  tocaBoca,
  trdp,
  irc,
  tuya,
  ubiquiti,
  uftp,
  vnc,
  worldOfWarcraft,
  wsd,
  xmpp,
  zabbix,
  zug,
  ads,
  ajp,
  anydesk,
  bfd,
  bitcoin,
  capwap,
  cassandra,
  ceph,
  dcerpc,
  diameter,
  dicom,
  dnp3,
  enip,
  fastcgi,
  geneve,
  hl7,
  iec104,
  knx,
  ldp,
  lisp,
  megaco,
  memcached,
  mgcp,
  minecraft,
  mssql,
  mumble,
  nats,
  opcua,
  openwire,
  ptp,
  rlogin,
  rsync,
  shoutcast,
  smpp,
  someip,
  soulseek,
  stomp,
  svn,
  synergy,
  tacacs,
  teredo,
  tplinkShp,
  vxlan,
  whois,
  x11,
  xdmcp,
  zmtp,
  dns,
  imo,
  // few marks of their own
  bittorrent,
  coap,
  collectd,
  espUdp,
  gtp,
  mqtt,
  mysql,
  openvpn,
  quake,
  rtcp,
  rtp,
  syslog,
  tftp,
  viber,
  whatsapp,
  wireguard,
  zoom,
  // forms of data, which many speak
  json,
  msgpack,
];

/** Applications told by the IP header alone: IANA protocol number → app. */
const IP_PROTOCOL_APPS: readonly (readonly [number, string])[] = [
  [1, 'icmp'],
  [2, 'igmp'],
  [8, 'egp'],
  [9, 'igp'],
  [46, 'rsvp'],
  [47, 'gre'],
  [50, 'esp'],
  [51, 'ah'],
  [58, 'icmp6'],
  [88, 'eigrp'],
  [89, 'ospf'],
  [94, 'ipip'],
  [4, 'ipip'],
  [41, '6in4'],
  [103, 'pim'],
  [108, 'ipcomp'],
  [112, 'vrrp'],
  [113, 'pgm'],
  [115, 'l2tp'],
  [132, 'sctp'],
  [137, 'mpls'],
  [97, 'etherip'],
  [3, 'ggp'],
  [27, 'rdp-rfc908'],
  [33, 'dccp'],
  [43, 'ipv6-routing'],
  [54, 'nhrp'],
  [55, 'minimal-encapsulation'],
  [73, 'cphb'],
  [92, 'mtp'],
  [98, 'encap'],
  [124, 'isis'],
  [133, 'fc'],
  [135, 'mobility'],
  [136, 'udp-lite'],
  [138, 'manet'],
  [139, 'hip'],
  [140, 'shim6'],
  [141, 'wesp'],
  [142, 'rohc'],
  [143, 'ethernet'],
];
/** Those a dissector only turns a flow into (Facts.become), or that are announced. */
const OTHER_APPS = ['ftp-data', 't38', 'websocket', 'http-proxy', 'soap', 'imaps', 'pop3s', 'smtps', 'ftps'];

/** Names of applications; the index is the app code of flow batches, 0 = unknown. Codes are no longer-lived than a process. */
export const APPS: readonly string[] = [
  '',
  ...new Set([
    ...DISSECTORS.map(({ app }) => app),
    ...IP_PROTOCOL_APPS.map(([, app]) => app),
    ...ETHER_APPS.map(([, app]) => app),
    ...APP_OF_PPID.values(),
    ...OTHER_APPS,
  ]),
];

const CODES = new Map(APPS.map((app, code) => [app, code]));

/** Code of an app; 0 for a name that is not in the table. */
export function appCode(name: string): number {
  return CODES.get(name) ?? 0;
}

/** App code by IANA protocol number; 0 = the header alone tells none. */
export const APP_OF_IP_PROTOCOL = new Uint16Array(256);
for (const [proto, app] of IP_PROTOCOL_APPS) APP_OF_IP_PROTOCOL[proto] = appCode(app);
