/** Devices, vehicles, cameras and programs that talk to their own kind: payloads that are theirs, and payloads that only look so. */
import { type Case, testList } from '../list-testing.ts';
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
import { DEVICES } from './list.ts';
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

const YES: readonly Case[] = [
  [fbzero, 'a client hello', '31 "QTV0" c6000000 "CHLO" 09000000', { recvPort: 443 }],
  [rdpUdp, 'a SYN', 'ffffffff 0040 1801 0b127f15 04d0 04d0 00*1216', { recvPort: 3389 }],
  [mplsEcho, 'an echo request', '0001 0000 01 02 00 00 00000001 00000001 00*16', { recvPort: 3503 }],
  [epmd, 'the names asked for', '0001 6e', { recvPort: 4369 }],
  [erlang, 'a name sent', '0014 6e 0005 0df7fbd5 "rabbit@host01"', { recvPort: 40000 }],
  [asterix, 'a category 48', '30 0008 fd 0836 a5b6', { recvPort: 8600 }],
  [dis, 'an entity state', '07 01 01 01 00000001 0018 00 00 00*12', { recvPort: 3000 }],
  [mavlink, 'a heartbeat', 'fe 09 00 01 01 00 00000000 06 08 00 00 03 1a2b', { proto: 17, recvPort: 14550 }],
  [ros, 'a subscriber', '20000000 12000000 "callerid=/listener" 06000000 "topic="', { recvPort: 40000 }],
  [gvcp, 'a discovery', '42 11 0002 0000 0001', { recvPort: 3956 }],
  [lcm, 'a message', '"LC02" 00000001 "EXAMPLE\\0" 1ed64a5b', { recvPort: 7667 }],
  [zre, 'a beacon', '"ZRE" 01 a5*16 c001', { recvPort: 5670 }],
  [
    nsdp,
    'a read request',
    '01 01 0000 00000000 020000000001 000000000000 0000 0001 "NSDP" 00000000 ffff0000',
    { recvPort: 63322 },
  ],
  [epson, 'a question', '"EPSONQ" 0300 0000 0000 0000', { recvPort: 3289 }],
  [arubaPapi, 'a message', '4972 0002 0a000001 0a000002 0000 0000 2113 2114 00*16', { recvPort: 8211 }],
  [lwapp, 'a discovery', '04 00 0010 0000 01 00 000c 00000001 00*10', { recvPort: 12223 }],
  [tzsp, 'a packet', '01 00 0001 01 ffffffffffff', { recvPort: 37008 }],
  [pana, 'an initiation', '0000 0010 0000 0001 00000000 00000001', { recvPort: 716 }],
  [ancp, 'an adjacency SYN', '880c 0008 32 0a 01 01 00*4', { recvPort: 6068 }],
  [xot, 'a call request', '0000 0005 10 01 0b 00 00', { recvPort: 1998 }],
  [dlsw, 'a capabilities exchange', '31 48 0040 00000000 00000000 0000 0020 00*56', { recvPort: 2065 }],
  [hipUdp, 'an I1', '00000000 3b 04 01 21 0000 0000 00*32', { recvPort: 10500 }],
  [samsungSdp, 'a search', '"SEARCH BSDP/0.1\\nDEVICE=0\\nSERVICE=1\\n"'],
];

const NO: readonly Case[] = [
  [fbzero, 'another tag', '31 "QTV0" c6000000 "XHLO" 09000000', { recvPort: 443 }],
  [rdpUdp, 'an MTU beyond reason', 'ffffffff 0040 1801 0b127f15 14d0 04d0 00*1216', { recvPort: 3389 }],
  [mplsEcho, 'another type', '0001 0000 09 02 00 00 00000001 00000001 00*16', { recvPort: 3503 }],
  [epmd, 'a length that does not fit', '0002 6e', { recvPort: 4369 }],
  [erlang, 'no host', '0014 6e 0005 0df7fbd5 "rabbit_host01"', { recvPort: 40000 }],
  [asterix, 'a length that reaches out', '30 0009 fd 0836 a5b6', { recvPort: 8600 }],
  [dis, 'another family', '07 01 01 31 00000001 0018 00 00 00*12', { recvPort: 3000 }],
  [
    mavlink,
    'a length that does not fit',
    'fe 0a 00 01 01 00 00000000 06 08 00 00 03 1a2b',
    { proto: 17, recvPort: 14550 },
  ],
  [ros, 'another field', '20000000 12000000 "collerid=/listener" 06000000 "topic="', { recvPort: 40000 }],
  [gvcp, 'a length that does not fit', '42 11 0002 0004 0001', { recvPort: 3956 }],
  [lcm, 'another version', '"LC09" 00000001 "EXAMPLE\\0" 1ed64a5b', { recvPort: 7667 }],
  [zre, 'another length', '"ZRE" 01 a5*17 c001', { recvPort: 5670 }],
  [
    nsdp,
    'another word',
    '01 01 0000 00000000 020000000001 000000000000 0000 0001 "NSDX" 00000000 ffff0000',
    { recvPort: 63322 },
  ],
  [epson, 'another letter', '"EPSONX" 0300 0000 0000 0000', { recvPort: 3289 }],
  [arubaPapi, 'another magic', '4973 0002 0a000001 0a000002 0000 0000 2113 2114 00*16', { recvPort: 8211 }],
  [lwapp, 'no control bit', 'c0 ff 0010 0000 c1 ff 000c 00000001 00*10', { recvPort: 12223 }],
  [tzsp, 'no end of tags', '01 00 0001 0a 30 ffffffffffff', { recvPort: 37008 }],
  [pana, 'a length that does not fit', '0000 0014 0000 0001 00000000 00000001', { recvPort: 716 }],
  [ancp, 'another version', '880c 0008 12 0a 01 01 00*4', { recvPort: 6068 }],
  [xot, 'another modulo', '0000 0005 00 01 0b 00 00', { recvPort: 1998 }],
  [dlsw, 'another header length', '31 49 0040 00000000 00000000 0000 0020 00*56', { recvPort: 2065 }],
  [hipUdp, 'another next header', '00000000 3c 04 01 21 0000 0000 00*32', { recvPort: 10500 }],
  [samsungSdp, 'another', '"SEARCH SSDP/0.1\\n"'],
];

testList(DEVICES, YES, NO);
