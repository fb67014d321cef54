/** Queues, calls between programs, storage, virtual machines and printers: payloads that are theirs, and payloads that only look so. */
import { type Case, testList } from '../list-testing.ts';
import { msDo } from './agents/ms-do.ts';
import { slurm } from './agents/slurm.ts';
import { aeron } from './calls/aeron.ts';
import { akka } from './calls/akka.ts';
import { artemis } from './calls/artemis.ts';
import { beanstalkd } from './calls/beanstalkd.ts';
import { dbus } from './calls/dbus.ts';
import { dubbo } from './calls/dubbo.ts';
import { ibmMq } from './calls/ibm-mq.ts';
import { javaRmi } from './calls/java-rmi.ts';
import { libp2p } from './calls/libp2p.ts';
import { mcNmf } from './calls/mc-nmf.ts';
import { msNrtp } from './calls/ms-nrtp.ts';
import { msmq } from './calls/msmq.ts';
import { nanomsg } from './calls/nanomsg.ts';
import { nsq } from './calls/nsq.ts';
import { pulsar } from './calls/pulsar.ts';
import { rabbitmqStream } from './calls/rabbitmq-stream.ts';
import { raft } from './calls/raft.ts';
import { rocketmq } from './calls/rocketmq.ts';
import { chargen } from './classic/chargen.ts';
import { daytime } from './classic/daytime.ts';
import { gopher } from './classic/gopher.ts';
import { ident } from './classic/ident.ts';
import { rsh } from './classic/rsh.ts';
import { adb } from './development/adb.ts';
import { cvs } from './development/cvs.ts';
import { dbgp } from './development/dbgp.ts';
import { distcc } from './development/distcc.ts';
import { gdbRemote } from './development/gdb-remote.ts';
import { jdwp } from './development/jdwp.ts';
import { jenkinsAgent } from './development/jenkins-agent.ts';
import { perforce } from './development/perforce.ts';
import { lpd } from './devices/lpd.ts';
import { mpd } from './devices/mpd.ts';
import { pjl } from './devices/pjl.ts';
import { pjlink } from './devices/pjlink.ts';
import { scpi } from './devices/scpi.ts';
import { slimproto } from './devices/slimproto.ts';
import { SYSTEMS } from './list.ts';
import { libvirt } from './machines/libvirt.ts';
import { spice } from './machines/spice.ts';
import { vmware } from './machines/vmware.ts';
import { weave } from './machines/weave.ts';
import { hclNotes } from './office/hcl-notes.ts';
import { sapNi } from './office/sap-ni.ts';
import { ucp } from './office/ucp.ts';
import { z3950 } from './office/z3950.ts';
import { afsRx } from './storage/afs-rx.ts';
import { beegfs } from './storage/beegfs.ts';
import { drbd } from './storage/drbd.ts';
import { glusterfs } from './storage/glusterfs.ts';
import { iscsi } from './storage/iscsi.ts';
import { iwarp } from './storage/iwarp.ts';
import { lustre } from './storage/lustre.ts';
import { nbd } from './storage/nbd.ts';
import { ndmp } from './storage/ndmp.ts';
import { nvmeTcp } from './storage/nvme-tcp.ts';
import { rocev2 } from './storage/rocev2.ts';
import { moldUdp64 } from './trading/mold-udp64.ts';
import { sbe } from './trading/sbe.ts';
import { soupbintcp } from './trading/soupbintcp.ts';

const YES: readonly Case[] = [
  [
    slurm,
    'a question of the queue',
    '0000002d 2600 0000 07d9 0000000a 0000 0000 0000 00000064 00*15 00*10',
    { recvPort: 40000 },
  ],
  [slurm, 'a message passed on', '0000004d 2b00 0000 0fa1 0000000a 0002 0000 "n1,n2" 00*20'],
  [dbus, 'a client signs in', '00 "AUTH EXTERNAL 30\\r\\n"', { recvPort: 12434 }],
  [akka, 'the stream of control', '"AKKA" 01 00000010'],
  [
    aeron,
    'a set-up',
    '28000000 00 00 0500 00000000 01020304 e9030000 0a000000 0a000000 00000001 80050000 00000000',
    { recvPort: 40123 },
  ],
  [
    aeron,
    'a status',
    '24000000 00 00 0300 01020304 e9030000 0a000000 00000000 00000200 0102030405060708',
    { recvPort: 40123 },
  ],
  [rabbitmqStream, 'peer properties', '0000001d 0011 0001 00000001 00000001 0007 "product" 0006 "Client"'],
  [rabbitmqStream, 'the answer', '00000019 8011 0001 00000001 0001 00000001 0004 "name" 0003 "abc"'],
  [javaRmi, 'the header', '"JRMI" 0002 4b', { recvPort: 1099 }],
  [msNrtp, 'a request', '".NET" 01 00 0000 0000 00000040', { recvPort: 8085 }],
  [mcNmf, 'a preamble', '00 01 00 01 02 02 14 "net.tcp://dc01:9389/"', { recvPort: 9389 }],
  [dubbo, 'a request', 'dabb c2 00 0000000000000001 00000010 05 "2.0.2"', { recvPort: 20880 }],
  [libp2p, 'the opening', '13 "/multistream/1.0.0\\n" 07 "/noise\\n"', { recvPort: 4001 }],
  [nsq, 'the magic', '"  V2IDENTIFY\\n"', { recvPort: 4150 }],
  [beanstalkd, 'a job', '"put 0 0 60 5\\r\\nhello\\r\\n"', { recvPort: 11300 }],
  [
    rocketmq,
    'a command',
    '00000030 00 00002c "{\\"code\\":105,\\"language\\":\\"JAVA\\",\\"version\\":317} "',
    { recvPort: 9876 },
  ],
  [pulsar, 'CONNECT', '00000010 0000000c 0802 1208 0a06 "2.10.0"', { recvPort: 6650 }],
  [ibmMq, 'an initial data segment', '"TSH " 00000104 02 01 31 00', { recvPort: 1414 }],
  [msmq, 'a connection request', '10 00 0b00 "LIOR" 3c020000 ffffffff', { proto: 6, recvPort: 1801 }],
  [artemis, 'the handshake', '"ARTEMIS" 00000015', { recvPort: 61616 }],
  [nbd, 'a greeting', '"NBDMAGICIHAVEOPT" 0003', { sendPort: 10809 }],
  [
    iscsi,
    'a login',
    '43 87 00 00 00 000030 00023d000000 0000 00000000 0001 0000 00000001 00000001 00*16 "InitiatorName=iqn.1993-08.org.debian:01:abcdef01"',
    { recvPort: 3260 },
  ],
  [nvmeTcp, 'an ICReq', '00 00 80 00 80000000 0000 00 00 00000000 00*112', { recvPort: 4420 }],
  [drbd, 'the feature exchange', '83740267 fffe 0050', { recvPort: 7788 }],
  [lustre, 'an acceptor request', '0071ceac 01000000 0a00000a 00000200', { recvPort: 988 }],
  [
    afsRx,
    'a call of the volume server',
    '4a5b6c7d 80000004 00000001 00000001 00000001 01 05 00 00 0000 0034 000001f7',
    { recvPort: 7003 },
  ],
  [
    ndmp,
    'the notification that opens',
    '80000024 00000001 5f5e1000 00000000 00000502 00000000 00000000 00000000 00000004 00000000',
    { sendPort: 10000 },
  ],
  [sapNi, 'a login to the message server', '0000006e "**MESSAGE**\\0" 04 00', { recvPort: 3600 }],
  [sapNi, 'the header of the dispatcher', '0000000c ffffffff 0a00 000000000000', { recvPort: 3200 }],
  [sapNi, 'a route', '00000046 "NI_ROUTE\\0" 02 28 02', { recvPort: 3299 }],
  [hclNotes, 'a session request', '7800 0000 0000 0000 0200 0040 020f 0001 0000', { recvPort: 1352 }],
  [z3950, 'an InitRequest', 'b4 12 8302 05e0 8402 e900 8503 100000 8603 100000', { recvPort: 210 }],
  [adb, 'a connect', '"CNXN" 01000001 00001000 07000000 32020000 bcb1a7b1 "host::\\0"', { recvPort: 5555 }],
  [jdwp, 'the handshake', '"JDWP-Handshake"', { recvPort: 5005 }],
  [
    libvirt,
    'an authentication list',
    '0000001c 20008086 00000001 00000042 00000000 00000000 00000000',
    { recvPort: 16509 },
  ],
  [weave, 'an introduction', '0005 "weave" 0102', { recvPort: 6783 }],
  [
    vmware,
    'the banner',
    '"220 VMware Authentication Daemon Version 1.10: SSL Required"',
    { proto: 6, sendPort: 902, recvPort: 50000 },
  ],
  [spice, 'a link message', '"REDQ" 02000000 02000000 16000000', { recvPort: 5930 }],
  [iwarp, 'a request', '"MPA ID Req Frame" 40 01 0000', { recvPort: 20049 }],
  [rocev2, 'a send', '04 40 ffff 00 000011 80 000001 "datadata" 11223344', { recvPort: 4791 }],
  [msDo, 'a handshake', '0e "Swarm protocol" 00*8', { recvPort: 7680 }],
  [pjl, 'a job', '1b "%-12345X@PJL JOB\\r\\n"', { recvPort: 9100 }],
  [lpd, 'a job for a queue', '02 "laser\\n"', { recvPort: 515 }],
  [pjlink, 'a greeting', '"PJLINK 0\\r"', { sendPort: 4352 }],
  [scpi, 'a question', '"*IDN?\\n"', { recvPort: 5025 }],
  [slimproto, 'HELO', '"HELO" 00000024 04 07 000420a1b2c3', { proto: 6, recvPort: 3483 }],
  [mpd, 'a greeting', '"OK MPD 0.23.5\\n"', { sendPort: 6600 }],
  [rsh, 'a command', '"1021\\0alice\\0alice\\0uname -a\\0"', { recvPort: 514 }],
  [ident, 'a question', '"6193, 23\\r\\n"', { recvPort: 113 }],
  [gopher, 'a menu', '"1About\\t/about\\texample.org\\t70\\r\\n"', { sendPort: 70, recvPort: 50000 }],
  [
    chargen,
    'a line',
    '" !\\"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ"',
    { proto: 17, sendPort: 19, recvPort: 50000 },
  ],
  [daytime, 'an answer', '"Tue Nov 12 10:15:30 2024\\r\\n"', { proto: 6, sendPort: 13, recvPort: 50000 }],
  [
    glusterfs,
    'a handshake',
    '8000002c 00000001 00000000 00000002 00dbb4a9 00000002 00000001 00000000 00000000 00000000 00000000 00000000',
    { recvPort: 24007 },
  ],
  [moldUdp64, 'two messages', '"20241121AB" 0000000000000001 0002 0003 "abc" 0002 "de"'],
  [moldUdp64, 'a heartbeat', '"000000000A" 0000000000000001 0000'],
  [soupbintcp, 'a login', '002f "L" "USER01" "PASSWORD01" "          " "                   1"'],
  [sbe, 'a framed message', '00000016 eb50 0800 0100 0200 0000 00*8'],
  [sbe, "a packet of CME's", '01000000 0000000000005018 1400 0a00 2e00 0100 0900 00*10', { proto: 17 }],
  [cvs, 'a login', '"BEGIN AUTH REQUEST\\n/cvsroot\\n"'],
  [perforce, 'the opening', '16 16000000 "func\\0" 08000000 "protocol" 00'],
  [distcc, 'a request', '"DIST00000002ARGC00000005ARGV00000003gcc"'],
  [gdbRemote, 'the first question', '"+$qSupported:multiprocess+;swbreak+#c6"'],
  [dbgp, 'init', '"217\\0<?xml version=\\"1.0\\"?><init xmlns=\\"urn:debugger_protocol_v1\\" language=\\"PHP\\">"'],
  [jenkinsAgent, 'the protocol', '0016 "Protocol:JNLP4-connect"'],
  [nanomsg, 'a pair socket', '00 "SP" 00 0010 0000'],
  [raft, 'a handshake', '0100000000000000 0300000000000000 1000000000000000 "10.0.0.4:9000" 000000'],
  [beegfs, 'a message', '20000000 0000 00 00 00000000 "SFGB" 0300 00*14'],
  [ucp, 'a submit', '02 "01/00050/O/51/01234/" 03'],
];

const NO: readonly Case[] = [
  [slurm, 'a kind that is none', '0000002d 2600 0000 03e8 0000000a 0000 0000 0000 00000064 00*25'],
  [slurm, 'a body longer than its message', '0000002d 2600 0000 07d9 0000002d 0000 0000 0000 00000064 00*25'],
  [
    slurm,
    'a message passed on, on another port',
    '0000004d 2b00 0000 0fa1 0000000a 0002 0000 "n1,n2" 00*20',
    { recvPort: 40000 },
  ],
  [dbus, 'another word', '00 "AUTO EXTERNAL 30\\r\\n"', { recvPort: 12434 }],
  [akka, 'another stream', '"AKKA" 07 00000010'],
  [
    aeron,
    'a term of another length',
    '28000000 00 00 0500 00000000 01020304 e9030000 0a000000 0a000000 00000301 80050000 00000000',
    { recvPort: 40123 },
  ],
  [rabbitmqStream, 'strings that do not fit', '0000001d 0011 0001 00000001 00000001 0007 "product" 0005 "Client"'],
  [javaRmi, 'another protocol', '"JRMI" 0002 5b', { recvPort: 1099 }],
  [msNrtp, 'another version', '".NET" 07 00 0000 0000', { recvPort: 8085 }],
  [mcNmf, 'another scheme', '00 01 00 01 02 02 14 "foo.tcp://dc01:9389/"', { recvPort: 9389 }],
  [dubbo, 'a length beyond reason', 'dabb c2 00 0000000000000001 ff000010 05 "2.0.2"', { recvPort: 20880 }],
  [libp2p, 'another version', '13 "/multistream/2.0.0\\n"', { recvPort: 4001 }],
  [nsq, 'another version', '"  V9"', { recvPort: 4150 }],
  [beanstalkd, 'another word', '"pot 0 0 60 5\\r\\n"', { recvPort: 11300 }],
  [
    rocketmq,
    'other JSON',
    '00000030 00 00002c "{\\"code\\":105,\\"langauge\\":\\"JAVA\\",\\"version\\":317} "',
    { recvPort: 9876 },
  ],
  [pulsar, 'another command', '00000010 0000000c 0809 1208 0a06 "2.10.0"', { recvPort: 6650 }],
  [ibmMq, 'a length too short', '"TSH " 00000004 02 01 31 00', { recvPort: 1414 }],
  [msmq, 'another signature', '10 00 0b00 "LION" 3c020000 ffffffff', { proto: 6, recvPort: 1801 }],
  [artemis, 'a goddess', '"ARTEMISIA"', { recvPort: 61616 }],
  [nbd, 'another word', '"NBDMAGIX"', { sendPort: 10809 }],
  [
    iscsi,
    'zeros behind the header',
    '43 87 00 00 00 000030 00023d000000 0000 00000000 0001 0000 00000001 00000001 00*64',
    { recvPort: 3260 },
  ],
  [nvmeTcp, 'another length', '00 00 80 00 81000000 0000 00 00 00000000 00*112', { recvPort: 4420 }],
  [drbd, 'another magic', '83740268 fffe 0050', { recvPort: 7788 }],
  [lustre, 'another magic', '0071cead 01000000 0a00000a', { recvPort: 988 }],
  [
    afsRx,
    'another type',
    '4a5b6c7d 80000004 00000001 00000001 00000001 1e 05 00 00 0000 0034 000001f7',
    { recvPort: 7003 },
  ],
  [
    ndmp,
    'another message',
    '80000024 00000001 5f5e1000 00000000 00007502 00000000 00000000 00000000 00000004 00000000',
    { sendPort: 10000 },
  ],
  [sapNi, 'another word', '00000046 "NI_ROOTS\\0" 02 28 02', { recvPort: 3299 }],
  [hclNotes, 'other flags', '7800 0000 0000 0000 0200 0040 030f 0001 0000', { recvPort: 1352 }],
  [z3950, 'another element', 'b4 12 9302 05e0 8402 e900 8503 100000 8603 100000', { recvPort: 210 }],
  [adb, 'another inverse', '"CNXN" 01000001 00001000 07000000 32020000 bcb1a7b2 "host::\\0"', { recvPort: 5555 }],
  [jdwp, 'another shake', '"JDWP-Milkshake"', { recvPort: 5005 }],
  [libvirt, 'another program', '0000001c 20008096 00000001 00000042 00000000 00000000 00000000', { recvPort: 16509 }],
  [weave, 'another word', '0005 "heave"', { recvPort: 6783 }],
  [vmware, 'a banner of another', '"220 Mail server"', { proto: 6, sendPort: 902, recvPort: 50000 }],
  [spice, 'another version', '"REDQ" 09000000 02000000 16000000', { recvPort: 5930 }],
  [iwarp, 'another frame', '"MPA ID Bad Frame"', { recvPort: 20049 }],
  [rocev2, 'a reserved byte set', '04 40 ffff 3f 000011 80 000001 "datadata" 11223344', { recvPort: 4791 }],
  [msDo, 'another protocol', '0e "Swarm behaviou"', { recvPort: 7680 }],
  [pjl, 'another escape', '1b "%-12346X"', { recvPort: 9100 }],
  [lpd, 'no text', '02 0001 a5 0a', { recvPort: 515 }],
  [pjlink, 'another word', '"PJLINKED"', { sendPort: 4352 }],
  [scpi, 'another', '"*XYZ?\\n"', { recvPort: 5025 }],
  [slimproto, 'a length beyond reason', '"HELO" 01000024 04 07 000420a1b2c3', { proto: 6, recvPort: 3483 }],
  [mpd, 'another OK', '"OK MPG "', { sendPort: 6600 }],
  [rsh, 'bytes', '"1021\\0" a5b6c7 00', { recvPort: 514 }],
  [ident, 'a sentence', '"Sixty, twenty\\r\\n"', { recvPort: 113 }],
  [gopher, 'a page', '"About us\\r\\n"', { sendPort: 70, recvPort: 50000 }],
  [
    chargen,
    'letters',
    '"ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ"',
    { proto: 17, sendPort: 19, recvPort: 50000 },
  ],
  [daytime, 'a sentence', '"It is late.\\r\\n"', { proto: 6, sendPort: 13, recvPort: 50000 }],
  [
    glusterfs,
    'NFS',
    '8000002c 00000001 00000000 00000002 000186a3 00000003 00000001 00000000 00000000 00000000 00000000 00000000',
    { recvPort: 24007 },
  ],
  [moldUdp64, 'a length that does not fit', '"20241121AB" 0000000000000001 0002 0003 "abc" 0003 "de"'],
  [soupbintcp, 'another letter', '002f "Q" "USER01" "PASSWORD01" "          " "                   1"'],
  [sbe, 'another encoding', '00000016 eb51 0800 0100 0200 0000 00*8'],
  [cvs, 'another', '"BEGIN AUTH RESPONSE\\n"'],
  [perforce, 'a wrong check', '15 16000000 "func\\0" 08000000 "protocol" 00'],
  [distcc, 'another version', '"DIST00000009ARGC00000005"'],
  [gdbRemote, 'another', '"+$qSupposed:multiprocess"'],
  [dbgp, 'other XML', '"217\\0<?xml version=\\"1.0\\"?><init xmlns=\\"urn:other\\">"'],
  [jenkinsAgent, 'another', '0016 "Protocol:HTTP2-connect"'],
  [nanomsg, 'another version', '00 "SP" 01 0010 0000'],
  [raft, 'a length that is no words', '0100000000000000 0300000000000000 1100000000000000 "10.0.0.4:9000" 00000000'],
  [beegfs, 'another mark', '20000000 0000 00 00 00000000 "SFGC" 0300 00*14'],
  [ucp, 'another kind', '02 "01/00050/X/51/01234/" 03'],
];

testList(SYSTEMS, YES, NO);
