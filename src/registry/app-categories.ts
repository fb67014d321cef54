/** What application protocols are for, our own list: the category of flows whose service is not known. */

/** category → application protocols separated by spaces */
// biome-ignore format: one category a line
export const APP_CATEGORIES: Readonly<Record<string, string>> = {
  web: 'icap icp htcp t3 tls quic http http2 dtls websocket http-proxy soap fastcgi ajp flute json-rpc fbzero json msgpack',
  dns: 'dns mdns llmnr netbios whois dnscrypt',
  time: 'ntp ptp ptpv2 roughtime daytime time',
  mail: 'smtp lmtp imap pop3 smtps imaps pop3s hcl-notes sieve',
  chat: 'quassel gadu-gadu xmpp irc oicq dingtalk imo viber whatsapp nntp synergy oscar ymsg msnp telegram wechat msrp xiaomi threema bitmessage',
  voice: 'mrcp gsm-ipa sip rtp rtcp stun h323 megaco mgcp skinny iax line-call zoom mumble teamspeak bfcp discord zug zrtp noe unistim t38 v5ua webrtc-data vhua',
  video: 'rtsp rtmp iqiyi shoutcast mpeg-ts srt msmms session-announcement icecast hdhomerun gvcp dvrip dahua-dhip sadp visca rist',
  music: 'spotify sonos mpd slimproto rtp-midi osc dante snapcast',
  games:
    'battle-net activision cod-mobile epicgames halflife2 heroes-of-the-storm minecraft nintendo quake raknet source-engine starcraft steam ' +
    'steam-datagram-relay tencent-games tes-online toca-boca world-of-warcraft eaq ' +
    'yojimbo kcp genshin-impact enet among-us armagetron crossfire dofus guildwars maplestory world-of-kung-fu ' +
    'warcraft3 gamespy terraria roblox sa-mp playstation xbox luanti teeworlds bzflag x-plane crynetwork freeciv hedgewars wesnoth openttd',
  files: 'ncp 9p hdfs ipp ptp-ip ftp ftps tftp smb nfs afp rsync svn git uftp syncthing dropbox ftp-data lpd pjl gopher z3950 epson ms-do cvs perforce udt udpcast',
  database: 'redis-cluster mysqlx mysql postgresql mssql oracle drda mongodb redis cassandra memcached elasticsearch ' +
    'clickhouse bolt firebird informix hazelcast aerospike tarantool rethinkdb arangodb ignite hbase hadoop-rpc ' +
    'sap-hana ssrp couchbase zookeeper opentsdb monetdb foundationdb tds',
  queue: 'rabbitmq-stream aeron amqp kafka mqtt nats openwire stomp zeromq gearman nsq beanstalkd rocketmq pulsar ibm-mq msmq artemis nanomsg',
  rpc: 'slurm akka rpc dcerpc giop thrift jrmi ms-nrtp mc-nmf dubbo ros epmd erlang lcm zre sap libvirt raft dbus distcc jenkins-agent',
  'sign-in': 'ldap kerberos radius tacacs diameter eapol kpasswd',
  remote: 'mosh ssh telnet rlogin rdp vnc x11 xdmcp anydesk teamviewer nomachine rmcp citrix radmin pcanywhere rustdesk rsh spice adb jdwp vmware apple-remote-desktop gdb-remote dbgp',
  vpn: 'wireguard openvpn ike esp ah ipcomp l2tp pptp gre tailscale socks teredo tinc n2n nebula fastd zerotier ayiya cisco-vpn hip softether yggdrasil vtun frp',
  download: 'applejuice bittorrent edonkey gnutella soulseek direct-connect stealthnet fasttrack gnutella2 resilio-sync libp2p hyperswarm opendht ppstream',
  mining: 'bitcoin ethereum monero mining nano',
  home: 'tuya-lp tplink-shp nest-log-sink meraki-cloud ubiquiti ssdp wsd knxnet-ip coap bjnp miio lifx broadlink matter tivoconnect easyweather samsung-sdp esphome zep alljoyn',
  industrial:
    'llrp v2gtp pcom focas hsms semtech-udp yaskawa-hses modbus dnp3 s7comm iec60870-5-104 iso9506-1-mms ethernet-ip ethernet-global-data bacnet opc-ua beckhoff-ads fins hart-ip hislip ' +
    'ieee-c37118 can some-ip trdp rtps dicom hl7 ' +
    'ethersio ethersbus ethercat powerlink codesys niagara-fox crimson ff-hse pcworx proconos roc-plus ge-srtp ' +
    'melsec deltav atg cnp-ip tristation umas s7comm-plus iec62056 ansi-c1222 profinet-io doip mqtt-sn sma-speedwire ' +
    'nmea-0183 goose gse sv profinet sercos mavlink dis asterix ' +
    'sacn art-net scpi pjlink usbip homeplug homeplug-av avtp trill qnx ttethernet hsr prp melsoft cip rtde lantronix moxa-nport addp xcp',
  telemetry: 'iperf syslog netflow sflow collectd zabbix checkmk kismet snmp ' +
    'graphite statsd ganglia munin nrpe ossec relp gelf lumberjack splunk fluentd apcupsd nut agentx smux bmp ripe-atlas ' +
    'gpsd',
  security: 'avast',
  money: 'fix smpp moldudp64 soupbintcp sbe',
  storage: 'ceph glusterfs nbd iscsi nvme-tcp drbd lustre rx ndmp bacula amanda iwarp rocev2 ctdb isns aoe fcoe fip fcip beegfs',
  network:
    'arp icmp icmp6 igmp dhcp dhcp6 bgp ospf rip eigrp egp igp ldp rsvp pim vrrp hsrp bfd lldp nat-pmp openflow capwap slp finger lisp ' +
    'haproxy gtp pfcp vxlan geneve mpls pppoe etherip ipip 6in4 sctp pgm ookla ' +
    'glbp cpha dlep wccp tcpcl twamp rpki-rtr pcep msdp olsr babel aodv mobile-ip mndp mac-telnet cops dhcp-failover ' +
    'wins-replication wol gsmtap vxlan-gpe netconf stp cdp vtp dtp pvst udld pagp slow-protocols macsec rarp ' +
    'loopback-test cfm mvrp mmrp m3ua m2ua m2pa sua s1ap ngap x2ap xnap f1ap e1ap ' +
    'serf mpls-echo nsdp aruba-papi lwapp tzsp pana ancp xot dlsw rpcap pcap-over-ip linux-ha weave ident chargen ' +
    'ggp dccp ipv6-routing nhrp minimal-encapsulation cphb mtp encap isis fc mobility udp-lite manet shim6 wesp ' +
    'rohc ethernet wpan iso-osi clnp es-is netbeui ipx ibm-netman sna xns vines srp mop decnet lat appletalk aarp batman mac-control ' +
    'intel-ans jumbo-llc hyperscsi oui-extended romon tipc mrp pbb ncsi roce ieee1905 slpp ecpri llt rdp-rfc908 ' +
    'iua tali dua asap enrp q-ipc rua hnbap forces sbcap nbap irap sabp m2ap m3ap 3gpp-pua ahcp hncp tdp pnrp rwho peekremote dict sonmp edp eaps fdp ovsdb rndc rwhois ucp',
};

const BY_APP: ReadonlyMap<string, string> = new Map(
  Object.entries(APP_CATEGORIES).flatMap(([category, apps]) => apps.split(' ').map((app) => [app, category] as const)),
);

/** '' = not in the list */
export function categoryOfApp(app: string): string {
  return BY_APP.get(app) ?? '';
}
