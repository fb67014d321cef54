/** Routing, management and plumbing of networks: payloads that are theirs, and payloads that only look so. */
import { type Case, testList } from '../list-testing.ts';
import { dhcpFailover } from './addressing/dhcp-failover.ts';
import { pnrp } from './addressing/pnrp.ts';
import { winsReplication } from './addressing/wins-replication.ts';
import { NETWORK } from './list.ts';
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

const YES: readonly Case[] = [
  [fluentd, 'an event in seconds', '93 a3 "app" ce 6b04aa15 81 a1 "a" 01'],
  [
    fluentd,
    'an event time on another port',
    '93 a7 "app.log" d7 00 6b04aa15 00000001 81 a1 "a" 01',
    { recvPort: 40000 },
  ],
  [fluentd, 'entries in an array', '92 d9 04 "app1" 91 92 ce 6b04aa15 80'],
  [
    ovsdb,
    'a question of its own',
    '"{\\"id\\":1,\\"method\\":\\"get_schema\\",\\"params\\":[\\"_Server\\"]}"',
    { recvPort: 40000 },
  ],
  [ovsdb, 'an echo', '"{\\"id\\":\\"echo\\",\\"method\\":\\"echo\\",\\"params\\":[]}"'],
  [rndc, 'a signed question', '00000020 00000001 05 "_auth" 02 00000010 04 "hsha" 01 00000006 a3 "abcde"'],
  [l2tp, 'a request to open control', 'c802 0014 0000 0000 0000 0000 8008 0000 0000 0001', { recvPort: 1701 }],
  [glbp, 'a hello', '01 00 0001 0000 c20000000001 01 1c 00*26', { recvPort: 3222 }],
  [cpha, 'a state report', '1a90 06cc 0000 0001 0000 0000 0000', { recvPort: 8116 }],
  [dlep, 'a peer discovery', '"DLEP" 0001 0000', { proto: 17, recvPort: 854 }],
  [wccp, 'HERE_I_AM', '0000000a 0200 0004 00000000', { recvPort: 2048 }],
  [tcpcl, 'a contact header of version 4', '64746e21 04 00', { recvPort: 4556 }],
  [twamp, 'a greeting', '00*12 00000007 a5*16 5a*16 00000400 00*12', { sendPort: 862, recvPort: 50000 }],
  [bmp, 'an initiation', '03 0000000f 04 0002 0005 "rtr01"', { recvPort: 11019 }],
  [rpkiRtr, 'a reset query', '01 02 0000 00000008', { recvPort: 323 }],
  [pcep, 'an open', '20 01 000c 01 10 0008 20 1e 78 01', { recvPort: 4189 }],
  [msdp, 'a keep-alive', '04 0003', { recvPort: 639 }],
  [olsr, 'a hello', '0014 0001 01 86 0010 0a000001 01 00 0001 00000003', { recvPort: 698 }],
  [babel, 'a hello', '2a 02 0008 04 06 0000 0001 0190', { recvPort: 6696 }],
  [aodv, 'a route request', '01 00 00 00 00000001 0a000002 00000000 0a000001 00000001', { recvPort: 654 }],
  [
    mobileIp,
    'a request',
    '01 00 0708 0a000001 0a000002 0a000003 e0b0c0d000000001 20 14 00000100 a5*16',
    { recvPort: 434 },
  ],
  [mndp, 'an announcement', '0000 0001 0001 0006 020000000001 0005 0004 "edge"', { recvPort: 5678 }],
  [macTelnet, 'a session begun', '01 00 020000000001 020000000002 0001 0015 00000000', { recvPort: 20561 }],
  [agentx, 'an open', '01 01 10 00 00000000 00000000 00000001 00000008 05000000 00000000', { recvPort: 705 }],
  [cops, 'a client open', '10 06 8008 00000014 000b 0b 01 "pep-01\\0\\0"', { recvPort: 3288 }],
  [isns, 'a registration', '0001 0001 0008 8c00 0001 0000 00000020 00000000', { proto: 6, recvPort: 3205 }],
  [dhcpFailover, 'a contact', '000c 0b 0c 5f5e1000 00000001', { recvPort: 647 }],
  [kpasswd, 'a request', '000c ff80 0004 6e023000 7500', { proto: 17, recvPort: 464 }],
  [winsReplication, 'a start request', '00000029 00007800 00000000 00000000 00000001 00020005', { recvPort: 42 }],
  [wol, 'a magic packet', 'ff*6 (00 11 22 33 44 55)*16', { recvPort: 9 }],
  [gsmtap, 'a burst', '02 04 01 00 0001 00 00 00000000 07 00 00 00 2b2b', { recvPort: 4729 }],
  [vxlanGpe, 'IPv4 within', '0c 0000 01 000064 00 4500 0054', { recvPort: 4790 }],
  [bacula, 'a director calls', '0000001d "Hello Director backup calling"', { recvPort: 9102 }],
  [amanda, 'a request', '"Amanda 2.6 REQ HANDLE 000-00000000 SEQ 1\\n"', { proto: 17, recvPort: 10080 }],
  [apcupsd, 'a request', '0006 "status"', { recvPort: 3551 }],
  [nut, 'a list', '"LIST UPS\\n"', { recvPort: 3493 }],
  [munin, 'a greeting', '"# munin node at web01.example\\n"', { sendPort: 4949 }],
  [nrpe, 'a query', '0002 0001 155da32a 0000 "check_load" 00*1016', { recvPort: 5666 }],
  [ganglia, 'a metric', '00000080 00000005 "web01" 000000 00000008 "load_one"', { proto: 17, recvPort: 8649 }],
  [ossec, "an agent's message", '"!001!#AES:" a5b6c7d8', { proto: 17, recvPort: 1514 }],
  [relp, 'an open', '"1 open 85 relp_version=0\\nrelp_software=librelp"', { recvPort: 2514 }],
  [gelf, 'JSON', '"{\\"version\\":\\"1.1\\",\\"host\\":\\"web\\",\\"short_message\\":\\"x\\"}"', { recvPort: 12201 }],
  [lumberjack, 'a window and compressed events', '"2W" 00000002 "2C" 00000010', { recvPort: 5044 }],
  [splunk, 'the signature', '"--splunk-cooked-mode-v3--\\0\\0"', { recvPort: 9997 }],
  [fluentd, 'a HELO', '92 a4 "HELO" 83', { sendPort: 24224 }],
  [gpsd, 'a banner', '"{\\"class\\":\\"VERSION\\",\\"release\\":\\"3.22\\"}\\r\\n"', { sendPort: 2947 }],
  [
    netconf,
    'a hello',
    '"<?xml version=\\"1.0\\"?><hello xmlns=\\"urn:ietf:params:xml:ns:netconf:base:1.0\\">"',
    { recvPort: 831 },
  ],
  [ripeAtlas, 'a traceroute', '"http://atlas.ripe.net Atlas says Hi!\\0"', { proto: 17 }],
  [usbip, 'a list asked for', '0111 8005 00000000', { recvPort: 3240 }],
  [rpcap, 'an authentication', '00 08 0000 00000008 0000000000000000', { recvPort: 2002 }],
  [pcapOverIp, 'a pcap header', 'd4c3b2a1 0200 0400 00000000 00000000 00000400 01000000', { recvPort: 57012 }],
  [linuxHa, 'a heartbeat', '"###\\nt=status\\nst=active\\n"', { recvPort: 694 }],
  [ctdb, 'a packet', '30000000 "BDTC" 01000000 00000000', { recvPort: 4379 }],
  [smux, 'an open', '60 14 0201 00 0605 2b06010401 0404 "test" 0400', { recvPort: 199 }],
  [fingerAnswer, 'an answer', '"Login: alice      Name: Alice\\r\\n"', { sendPort: 79, recvPort: 50000 }],
  [ipsecNattKeepalive, 'a keep-alive', 'ff', { recvPort: 4500 }],
  [ahcp, 'a query', '2b 01 01 01 01020304 0102030405060708 ff*8 00 00 0004 00000000'],
  [hncp, 'a node endpoint', '0003 0008 01020304 00000001'],
  [tdp, 'a hello', '0001 0010 0a010001 0000 0100 0004 000f 0000 0001', { proto: 17 }],
  [pnrp, 'a SOLICIT', '0010 000c 51 04 00 01 00000001 0018 0006 0001'],
  [rwho, 'a status', '01 01 0000 5f000000 00000000 "alpha" 00*27 00*16'],
  [time, 'a time of 2024', 'e93c7f00', { sendPort: 37, recvPort: 50000 }],
  [fcip, 'a frame', '0101fefe 0101fefe 00*20'],
  [fcip, 'iFCP', '0201fdfe 0201fdfe 00*20'],
  [peekremote, 'a frame', '00ffabcd 02 00 00000037 00*20'],
  [pgmUdp, 'a source path message', '1234 5678 00 00 8e47 010203040506 0000', { recvPort: 5563 }],
  [softether, 'the address as it is seen', '"IP=203.0.113.7,PORT=40123"', { sendPort: 5004, recvPort: 40123 }],
  [yggdrasil, 'a handshake of 0.4', '"meta" 0004 a5*32'],
  [yggdrasil, 'a handshake', '"meta" 000a 00000002 00000001 0000'],
  [
    dict,
    'the banner',
    '"220 dict.example.org dictd 1.12 <auth.mime> <100.1@dict.example.org>\\r\\n"',
    { sendPort: 2628, recvPort: 50000 },
  ],
  [dict, 'a question', '"DEFINE * packet\\r\\n"'],
  [sieve, 'capabilities', '"\\"IMPLEMENTATION\\" \\"Dovecot Pigeonhole\\"\\r\\n"'],
  [rwhois, 'the banner', '"%rwhois V-1.5:003fff:00 rwhois.example.net\\r\\n"'],
  [vtun, 'the greeting', '"VTUN server ver 3.X 01/01/2020\\n"'],
  [frp, 'a login', '6f 0000000000000040 "{\\"version\\":\\"0.51.3\\",\\"hostname\\":\\"\\"}"'],
];

const NO: readonly Case[] = [
  [fluentd, 'seconds on another port', '93 a3 "app" ce 6b04aa15 81 a1 "a" 01', { recvPort: 40000 }],
  [fluentd, 'another extension', '93 a7 "app.log" d7 01 6b04aa15 00000001 81 a1 "a" 01'],
  [fluentd, 'a tag that is none', '93 a3 "a" 00 "p" ce 6b04aa15 81 a1 "a" 01'],
  [ovsdb, 'an echo on another port', '"{\\"id\\":1,\\"method\\":\\"echo\\",\\"params\\":[]}"', { recvPort: 40000 }],
  [ovsdb, 'a method that only begins so', '"{\\"id\\":1,\\"method\\":\\"transactions\\",\\"params\\":[]}"'],
  [rndc, 'version 2', '00000020 00000002 05 "_auth" 02 00000010 04 "hsha" 01 00000006 a3 "abcde"'],
  [
    rndc,
    'a value longer than its message',
    '00000020 00000001 05 "_auth" 02 00000020 04 "hsha" 01 00000006 a3 "abcde"',
  ],
  [l2tp, 'a length that does not fit', 'c802 0016 0000 0000 0000 0000 8008 0000 0000 0001', { recvPort: 1701 }],
  [glbp, 'a TLV that reaches out', '01 00 0001 0000 c20000000001 01 2c 00*26', { recvPort: 3222 }],
  [cpha, 'another magic', '1a91 06cc 0000 0001 0000 0000 0000', { recvPort: 8116 }],
  [dlep, 'another length', '"DLEP" 0001 0004', { proto: 17, recvPort: 854 }],
  [wccp, 'another version', '0000000a 0300 0004 00000000', { recvPort: 2048 }],
  [
    twamp,
    'a count that is no power of two',
    '00*12 00000007 a5*16 5a*16 00000401 00*12',
    { sendPort: 862, recvPort: 50000 },
  ],
  [tcpcl, 'another version', '64746e21 07 00', { recvPort: 4556 }],
  [bmp, 'a TLV that reaches out', '03 0000000f 04 0002 0015 "rtr01"', { recvPort: 11019 }],
  [rpkiRtr, 'another length', '01 02 0000 00000009', { recvPort: 323 }],
  [pcep, 'another object', '20 01 000c 02 10 0008 20 1e 78 01', { recvPort: 4189 }],
  [msdp, 'another length', '04 0004', { recvPort: 639 }],
  [olsr, 'a length that does not fit', '0015 0001 01 86 0010 0a000001 01 00 0001 00000003', { recvPort: 698 }],
  [babel, 'a TLV that reaches out', '2a 02 0008 04 16 0000 0001 0190', { recvPort: 6696 }],
  [aodv, 'another length', '01 00 00 00 00000001 0a000002 00000000 0a000001', { recvPort: 654 }],
  [
    mobileIp,
    'nothing that authenticates',
    '01 00 0708 0a000001 0a000002 0a000003 e0b0c0d000000001 21 14 00000100 a5*16',
    { recvPort: 434 },
  ],
  [mndp, 'a TLV that reaches out', '0000 0001 0001 0006 020000000001 0005 0014 "edge"', { recvPort: 5678 }],
  [macTelnet, 'another client type', '01 00 020000000001 020000000002 0001 0016 00000000', { recvPort: 20561 }],
  [
    agentx,
    'a length that does not fit',
    '01 01 10 00 00000000 00000000 00000001 0000000a 05000000 00000000',
    { recvPort: 705 },
  ],
  [cops, 'an object that reaches out', '10 06 8008 00000014 001b 0b 01 "pep-01\\0\\0"', { recvPort: 3288 }],
  [isns, 'a length that does not fit', '0001 0001 000c 8c00 0001 0000 00000020 00000000', { proto: 6, recvPort: 3205 }],
  [dhcpFailover, 'another offset', '000c 0b 1c 5f5e1000 00000001', { recvPort: 647 }],
  [kpasswd, 'another version', '000c ff81 0004 6e023000 7500', { proto: 17, recvPort: 464 }],
  [winsReplication, 'another opcode', '00000029 00007900 00000000 00000000 00000001 00020005', { recvPort: 42 }],
  [wol, 'sixteen addresses that differ', 'ff*6 (00 11 22 33 44 55)*15 00 11 22 33 44 56', { recvPort: 9 }],
  [gsmtap, 'another header length', '02 05 01 00 0001 00 00 00000000 07 00 00 00 2b2b', { recvPort: 4729 }],
  [vxlanGpe, 'reserved bits set', '0c 0100 01 000064 00 4500 0054', { recvPort: 4790 }],
  [bacula, 'a length that does not fit', '0000002d "Hello Director backup calling"', { recvPort: 9102 }],
  [amanda, 'a name', '"Amanda writes"', { proto: 17, recvPort: 10080 }],
  [apcupsd, 'another word', '0006 "states"', { recvPort: 3551 }],
  [nut, 'another word', '"LOST UPS\\n"', { recvPort: 3493 }],
  [munin, 'a comment', '"# munich node at"', { sendPort: 4949 }],
  [nrpe, 'a wrong CRC', '0002 0001 00000000 0000 "check_load" 00*1016', { recvPort: 5666 }],
  [ganglia, 'another kind', '00000180 00000005 "web01" 000000 00000008 "load_one"', { proto: 17, recvPort: 8649 }],
  [ossec, 'another cipher', '"!001!#XXX:" a5b6c7d8', { proto: 17, recvPort: 1514 }],
  [relp, 'another offer', '"1 open 85 help_version=0\\n"', { recvPort: 2514 }],
  [gelf, 'other JSON', '"{\\"version\\":\\"1.1\\",\\"host\\":\\"web\\",\\"message\\":\\"x\\"}"', { recvPort: 12201 }],
  [lumberjack, 'another frame', '"2W" 00000002 "2X" 00000010', { recvPort: 5044 }],
  [splunk, 'an option', '"--splunk-cooking"', { recvPort: 9997 }],
  [fluentd, 'another word', '92 a4 "HALO" 83', { sendPort: 24224 }],
  [gpsd, 'other JSON', '"{\\"class\\":\\"VERSE\\"}"', { sendPort: 2947 }],
  [netconf, 'other XML', '"<?xml version=\\"1.0\\"?><hello xmlns=\\"urn:example\\">"', { recvPort: 831 }],
  [ripeAtlas, 'another address', '"http://atlas.example"', { proto: 17 }],
  [usbip, 'another code', '0111 8015 00000000', { recvPort: 3240 }],
  [rpcap, 'a length that does not fit', '00 08 0000 00000009 0000000000000000', { recvPort: 2002 }],
  [pcapOverIp, 'another version', 'd4c3b2a1 0900 0400 00000000 00000000 00000400 01000000', { recvPort: 57012 }],
  [linuxHa, 'a heading', '"###\\nTitle\\n"', { recvPort: 694 }],
  [ctdb, 'another magic', '30000000 "BDTD" 01000000 00000000', { recvPort: 4379 }],
  [smux, 'another version', '60 14 0201 07 0605 2b06010401 0404 "test" 0400', { recvPort: 199 }],
  [fingerAnswer, 'another word', '"Logout: alice\\r\\n"', { sendPort: 79, recvPort: 50000 }],
  [ipsecNattKeepalive, 'two bytes', 'ff ff', { recvPort: 4500 }],
  [ahcp, 'another length', '2b 01 01 01 01020304 0102030405060708 ff*8 00 00 0005 00000000'],
  [hncp, 'a type of no use', '0803 0008 01020304 00000001'],
  [tdp, 'another length', '0001 0011 0a010001 0000 0100 0004 000f 0000 0001', { proto: 17 }],
  [pnrp, 'another identifier', '0010 000c 50 04 00 01 00000001 0018 0006 0001'],
  [rwho, 'a size that does not fit', '01 01 0000 5f000000 00000000 "alpha" 00*27 00*17'],
  [time, 'a time of 1930', '38000000', { sendPort: 37, recvPort: 50000 }],
  [fcip, 'no complement', '0101fefe 0101fefd 00*20'],
  [peekremote, 'another magic', '00ffabce 02 00 00000037 00*20'],
  [pgmUdp, 'a wrong checksum', '1234 5678 00 00 8e48 010203040506 0000', { recvPort: 5563 }],
  [softether, 'no port', '"IP=203.0.113.7,HOST=40123"'],
  [yggdrasil, 'another length', '"meta" 000b 00000002 00000001 0000'],
  [dict, 'the greeting of a mail server', '"220 mail.example.org ESMTP\\r\\n"', { sendPort: 2628, recvPort: 50000 }],
  [sieve, 'another word', '"\\"IMPLEMENTED\\" \\"x\\"\\r\\n"'],
  [rwhois, 'another', '"%whois V-1.5\\r\\n"'],
  [vtun, 'another', '"VTUN client ver\\n"'],
  [frp, 'another name', '6f 0000000000000040 "{\\"vorsion\\":\\"0.51.3\\"}" 00*8'],
];

testList(NETWORK, YES, NO);
