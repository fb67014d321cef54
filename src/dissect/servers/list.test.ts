/** Caches, application servers, measuring tools: payloads that are theirs, and payloads that only look so. */
import { type Case, testList } from '../list-testing.ts';
import { battleNet } from './battle-net.ts';
import { gaduGadu } from './gadu-gadu.ts';
import { gsmIpa } from './gsm-ipa.ts';
import { hdfs } from './hdfs.ts';
import { htcp } from './htcp.ts';
import { icap } from './icap.ts';
import { icp } from './icp.ts';
import { iperf } from './iperf.ts';
import { ipp } from './ipp.ts';
import { SERVERS } from './list.ts';
import { llrp } from './llrp.ts';
import { mosh } from './mosh.ts';
import { mrcp } from './mrcp.ts';
import { mysqlx } from './mysqlx.ts';
import { ncp } from './ncp.ts';
import { nineP } from './nine-p.ts';
import { ptpIp } from './ptp-ip.ts';
import { t3 } from './t3.ts';

const YES: readonly Case[] = [
  [icap, 'a request', '"REQMOD icap://a/reqmod ICAP/1.0\\r\\n"'],
  [icap, 'an answer', '"ICAP/1.0 204 No Content\\r\\n"', { sendPort: 1344, recvPort: 50000 }],
  [icp, 'a query', '01 02 0027 00000001 00000000 00000000 00000000 00000000 "http://a.b/c/d" 00', { recvPort: 3130 }],
  [icp, 'a miss', '03 02 0023 00000001 00000000 00000000 00000000 "http://a.b/c/d" 00', { sendPort: 3130 }],
  [htcp, 'a test of version 0.1', '001a 0001 0014 10 02 00000001 0003 "GET" 0005 "a/b/c" 0002', { recvPort: 4827 }],
  [htcp, 'a NOP', '000e 0001 0008 00 02 00000001 0002', { recvPort: 4827 }],
  [iperf, 'the cookie of version 3', '"abcdefghijklmnopqrstuvwxyz234567abcd" 00', { recvPort: 5201 }],
  [iperf, 'the cookie on another port', '"q7w6e5r4t3y2u2i3o4p5a6s7d2f3g4h5j6k7" 00', { recvPort: 40000 }],
  [iperf, 'the greeting of datagrams', '39383736', { proto: 17, recvPort: 5201 }],
  [iperf, 'digits of version 2', '00000001 5f000000 00000000 00*24 ("6789012345")*12', { proto: 17, recvPort: 5001 }],
  [
    mosh,
    'the third of a client',
    '00000000 00000002 "0123456789abcdef0123456789abcdef"',
    { recvPort: 60001, stateA: 2, stateB: 1 },
  ],
  [t3, 'a client', '"t3 12.2.1\\nAS:255\\nHL:19\\nMS:10000000\\n\\n"'],
  [t3, 'a server', '"HELO:12.2.1.3.0.false\\nAS:2048\\nHL:19\\n\\n"', { sendPort: 7001, recvPort: 50000 }],
  [mrcp, 'a request', '"MRCP/2.0 69 SPEAK 543257\\r\\n"'],
  [ncp, 'a connection', '"DmdT" 00000017 00000001 00000000 1111 00 ff 00 ff 00'],
  [ncp, 'an answer', '"tNcP" 00000010 3333 00 01 00 00 00 00', { sendPort: 524, recvPort: 50000 }],
  [nineP, 'a version', '15000000 64 ffff 00200000 0800 "9P2000.L"'],
  [nineP, 'its answer', '13000000 65 ffff 00200000 0600 "9P2000"', { sendPort: 564, recvPort: 50000 }],
  [
    llrp,
    'a greeting of a reader',
    '043f 00000020 00000000 00f6 0016 0080 000c 0000000000000001 0100 0006 0000',
    { sendPort: 5084, recvPort: 50000 },
  ],
  [llrp, 'a keep-alive answered', '0448 0000000a 00000001', { recvPort: 5084 }],
  [hdfs, 'a block that is read', '001c 51 3a 0a38 0a36 0a30 0a25 "BP-1914853243-127.0.0.1-1500467607052" 10'],
  [hdfs, 'SASL', 'deadbeef 08 00 12 00', { recvPort: 9866 }],
  [ipp, 'a printer', '"3 3 ipp://a.example/printers/b \\"x\\" \\"y\\"\\n"', { recvPort: 631 }],
  [battleNet, 'a client', '01 ff 50 3a00 00000000 "68XI" "PX3W" 1b000000'],
  [battleNet, 'the ping of a server', 'ff 25 0800 12345678', { sendPort: 6112, recvPort: 50000 }],
  [gsmIpa, 'a ping', '0001 fe 00', { recvPort: 3002 }],
  [gsmIpa, 'a question', '0011 fe 04 0108 0107 0102 0103 0104 0105 0101 0100', { sendPort: 3002, recvPort: 50000 }],
  [gaduGadu, 'a greeting', '01000000 04000000 12345678', { sendPort: 8074, recvPort: 50000 }],
  [gaduGadu, 'a login', '31000000 10000000 12345678 "pl" 0240 00*8', { recvPort: 8074 }],
  [ptpIp, 'a camera asked for', '1e000000 01000000 00112233445566778899aabbccddeeff 0000 00000100'],
  [ptpIp, 'an event channel', '0c000000 03000000 01000000'],
  [mysqlx, 'a greeting', '05000000 0b 08 05 1a 00', { sendPort: 33060, recvPort: 50000 }],
  [mysqlx, 'capabilities asked for', '01000000 01', { recvPort: 33060 }],
];

const NO: readonly Case[] = [
  [icap, 'HTTP', '"OPTIONS / HTTP/1.1\\r\\n"'],
  [icp, 'a length that does not fit', '01 02 0028 00000001 00000000 00000000 00000000 00000000 "http://a.b/c/d" 00'],
  [htcp, 'another version', '000e 0002 0008 00 02 00000001 0002'],
  [iperf, 'letters that are not of base 32', '"abcdefghijklmnopqrstuvwxyz0123456789" 00', { recvPort: 5201 }],
  [iperf, 'digits that do not count', '00*24 ("6789012344")*12', { proto: 17, recvPort: 5001 }],
  [mosh, 'ciphertext without a sequence', '00000000 a1b2c3d4 "0123456789abcdef0123456789abcdef"', { recvPort: 60001 }],
  [mosh, 'other ports', '00000000 00000000 "0123456789abcdef0123456789abcdef"', { recvPort: 50001 }],
  [t3, 'SMTP', '"HELO mail.example.org\\r\\n"'],
  [t3, 'a word', '"t3 hello world, this is a text of more than sixty-four characters in a line"'],
  [mrcp, 'another version', '"MRCP/1.0 69 SPEAK"'],
  [ncp, 'another type', '"DmdT" 00000017 00000001 00000000 1234 00 ff 00 ff 00'],
  [nineP, 'another tag', '15000000 64 0001 00200000 0800 "9P2000.L"'],
  [llrp, 'another type', '05ff 00000020 00000000 00f6', { recvPort: 5084 }],
  [hdfs, 'no pool of blocks', '001c 51 3a 0a38 0a36 0a30 0a25 "1914853243-127.0.0.1-1500467607052" 10'],
  [ipp, 'another state', '"3 9 ipp://a.example/printers/b"', { recvPort: 631 }],
  [battleNet, 'another platform', '01 ff 50 3a00 00000000 "69XI" "PX3W" 1b000000'],
  [gsmIpa, 'another length', '0002 fe 00', { recvPort: 3002 }],
  [gaduGadu, 'another length', '01000000 05000000 12345678', { sendPort: 8074, recvPort: 50000 }],
  [ptpIp, 'another length', '0c000000 03000000 01000000 00'],
  [mysqlx, 'another notice', '05000000 0b 08 06 1a 00', { sendPort: 33060, recvPort: 50000 }],
];

testList(SERVERS, YES, NO);
