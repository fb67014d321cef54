/** Industry, energy, buildings and vehicles: payloads that are theirs, and payloads that only look so. */
import { type Case, testCases, testList } from '../list-testing.ts';
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
import { INDUSTRY } from './list.ts';
import { mqttSn } from './sensors/mqtt-sn.ts';
import { semtechUdp } from './sensors/semtech-udp.ts';
import { zep } from './sensors/zep.ts';
import { doip } from './vehicles/doip.ts';
import { nmea0183 } from './vehicles/nmea-0183.ts';
import { xcp } from './vehicles/xcp.ts';

const YES: readonly Case[] = [
  [v2gtp, 'a vehicle that asks for a charger', '01fe 9000 00000002 10 00', { proto: 17 }],
  [v2gtp, 'the answer', '01fe 9001 00000014 fe80 00*6 0102030405060708 c822 10 00', { proto: 17 }],
  [v2gtp, 'an EXI document', '01fe 8001 00000006 80 00 12 34 56 78', { recvPort: 61341 }],
  [pcom, 'the question for the identity', '0001 65 00 0800 "/00IDED\\r"'],
  [pcom, 'a binary message', '0001 66 00 1000 "/_OPLC" 00*10'],
  [focas, 'how a connection opens', 'a0a0a0a0 0001 0101 0002 0002'],
  [focas, 'an answer', 'a0a0a0a0 0002 2102 0004 0000 0000'],
  [hsms, 'a select request', '0000000a ffff 00 00 00 01 00000001'],
  [hsms, 'a link test', '0000000a ffff 00 00 00 05 00000007'],
  [semtechUdp, 'a push', '02 1234 00 b827ebfffe000001 "{\\"stat\\":{}}"'],
  [semtechUdp, 'a pull', '02 1234 02 b827ebfffe000001'],
  [semtechUdp, 'a downlink', '02 1234 03 "{\\"txpk\\":{}}"', { recvPort: 40000 }],
  [yaskawaHses, 'a request for the status', '"YERC" 2000 0000 03 01 00 00 00000000 "99999999" 7200 0100 01 0e 0000'],
  [ethersio, 'a request', '"ESIO" 0001 0000 00000001', { recvPort: 6060 }],
  [ethersbus, 'an acknowledgement with its CRC', '0000000d 00 00 0001 02 0000 4eb0', { recvPort: 5050 }],
  [ethercat, 'a broadcast read', '0e10 07 00 0000 0000 0200 0000 0000 0000', { recvPort: 34980 }],
  [powerlink, 'a service data object', '06 01 f0 06 00 00 00 00 00 00 00 00', { recvPort: 3819 }],
  [codesys, 'the block driver over TCP', 'e8170100 14000000 c56b4000', { proto: 6, recvPort: 11740 }],
  [niagaraFox, 'a hello', '"fox a 1 -1 fox hello\\n{\\n"', { recvPort: 1911 }],
  [crimson, 'a read of the manufacturer', '0004 012b 1b00', { recvPort: 789 }],
  [ffHse, 'a session initiation', '01 00 04 01 00000000 00000010 00000001', { proto: 17, recvPort: 1089 }],
  [pcworx, 'the first request', '0101 001a 00000000 78800003 000c "IBETH01N0_M" 00', { recvPort: 1962 }],
  [proconos, 'the information request', 'cc01000b 4002000047ee', { recvPort: 20547 }],
  [rocPlus, 'an opcode 6 with its CRC', '01020100 06 00 7a4d', { proto: 17, recvPort: 4000 }],
  [geSrtp, 'the 56 zeros that open', '00*56', { recvPort: 18245 }],
  [melsec, 'a batch read', '5000 00ff ff03 00 0c00 1000 0104 0000 640000 a8 0100', { proto: 6, recvPort: 5007 }],
  [deltav, 'a message', 'face 0010 0002 0001 0000 0000 0000 0000', { proto: 17, recvPort: 18507 }],
  [atg, 'the inventory asked for', '01 "I20100\\n"', { recvPort: 10001 }],
  [
    cnpIp,
    'a data packet',
    '001c 01 01 00 00 0000 00000001 00000002 00000003 0102030405060708',
    { proto: 17, recvPort: 1628 },
  ],
  [tristation, 'a command', '05 00 0a00 0000130000000a0000 00 1234', { recvPort: 1502 }],
  [umas, "a request of the PLC's id", '0001 0000 0004 00 5a 00 02', { recvPort: 502 }],
  [
    s7commPlus,
    'a session created',
    '03000020 02f080 7201 0011 31 0000 04ca 0000 0001 0000 0120 36 11 00 00',
    { recvPort: 102 },
  ],
  [
    iec62056,
    'an association request',
    '0001 0010 0001 001f 601d a109 0607 6085740508 0101 be10 040e 01000000 065f1f0400 001e1d ffff',
    { proto: 6, recvPort: 4059 },
  ],
  [c1222, 'a service request', '600d a203 800101 be06 2804 81020001', { proto: 17, recvPort: 1153 }],
  [
    profinetIo,
    'a connect request',
    '04 00 20 00 100000 00 0000a0de 976cd111 8271 000100020003 00*16',
    { recvPort: 34964 },
  ],
  [doip, 'a vehicle identification request', '02fd 0001 00000000', { proto: 17, recvPort: 13400 }],
  [mqttSn, 'a CONNECT', '0b 04 04 01 003c "node1"', { recvPort: 1883 }],
  [
    matter,
    'a PBKDF parameter request',
    '04 0000 00 01000000 1122334455667788 05 20 3412 0000 1530',
    { recvPort: 5540 },
  ],
  [easyweather, 'a broadcast', 'ffff 12 0006 0a 01 23', { recvPort: 46000 }],
  [miio, 'a hello', '2131 0020 ff*28', { recvPort: 54321 }],
  [lifx, 'GetService', '2400 0034 01000000 00*8 00*6 01 00 00*8 0200 0000', { recvPort: 56700 }],
  [broadlink, 'a command', '5aa5aa55 5aa5aa55 00*40', { recvPort: 80 }],
  [sacn, 'a universe', '0010 0000 "ASC-E1.17\\0\\0\\0" 726e 00000004 00*16', { recvPort: 5568 }],
  [artNet, 'a poll', '"Art-Net\\0" 0020 000e 06 00', { recvPort: 6454 }],
  [beckhoffDiscovery, 'a search', '03661471 00000000 01000000 0a000001 0101 1027 00000000', { recvPort: 48899 }],
  [smaSpeedwire, 'a discovery', '"SMA\\0" 000402a0 ffffffff 0000 0020 00000000', { recvPort: 9522 }],
  [xiaomiPush, 'a blob', 'c2fe0005 00000090 0001', { recvPort: 5222 }],
  [dvrip, 'a login', 'ff00 0000 00000000 00000000 00 00 e803 04000000 "{ }\\n"', { recvPort: 34567 }],
  [dhip, 'a search', '20000000 "DHIP" 00*24', { proto: 17, recvPort: 37810 }],
  [nmea0183, 'a position', '"$GPGLL,4916.45,N,12311.12,W,225444,A,*1D\\r\\n"', { proto: 17, recvPort: 10110 }],
  [hdhomerun, 'a discovery', '0002 000c 0104 00000001 0204 ffffffff 4e507f35', { proto: 17, recvPort: 65001 }],
  [melsoft, 'who is there', '5a000001', { proto: 17 }],
  [melsoft, 'a request', '57 00000000 1111 07 0000ffff03 000000000000 0400 1c000000'],
  [cipIo, 'a datagram', '0200 0280 0800 01020304 05000000 b100 0400 00000000'],
  [rtde, 'the version asked for', '0005 56 0002'],
  [rtde, 'accepted', '0004 56 01'],
  [lantronix, 'a query', '000000f6'],
  [moxaNport, 'a search', '01000008 00000000'],
  [addp, 'a discovery', '"DIGI" 0001 0006 ffffffffffff'],
  [xcp, 'CONNECT', '0200 0000 ff 00'],
  [zep, 'a frame', '"EX" 02 01 0b 1234 00 ff 00*22 05 0102030405'],
  [zep, 'version 1', '"EX" 01 0b 1234 00 ff 00*7 05 0102030405'],
  [esphome, 'a hello', '00 07 01 0a 05 "aioes"'],
  [esphome, 'its answer', '00 06 02 08 01 10 09 1a 00', { sendPort: 6053, recvPort: 50000 }],
  [
    sadp,
    'a probe',
    '"<?xml version=\\"1.0\\" encoding=\\"utf-8\\"?><Probe><Uuid>13A888A9</Uuid><Types>inquiry</Types></Probe>"',
  ],
];

const MORE: readonly Case[] = [
  [s7commPlus, 'a connection request', '03000016 11e0 0000 0001 00 c0010a c1020600 c2020600', { recvPort: 102 }],
];
testCases(MORE, 'More', '$app waits for more of $what');

const NO: readonly Case[] = [
  [v2gtp, 'DoIP that diagnoses', '01fe 8001 00000006 0e00 1000 3e00', { recvPort: 13400 }],
  [v2gtp, 'another length', '01fe 9000 00000003 10 00', { proto: 17 }],
  [pcom, 'a length that does not fit', '0001 65 00 0900 "/00IDED\\r"'],
  [pcom, 'no end', '0001 65 00 0800 "/00IDEDX"'],
  [focas, 'a kind that is not known', 'a0a0a0a0 0001 7701 0002 0002'],
  [hsms, 'another PType', '0000000a ffff 00 00 07 01 00000001'],
  [semtechUdp, 'other JSON', '02 1234 00 b827ebfffe000001 "{\\"data\\":{}}"'],
  [semtechUdp, 'a pull to another port', '02 1234 02 b827ebfffe000001', { recvPort: 40000 }],
  [yaskawaHses, 'a length that does not fit', '"YERC" 2000 0100 03 01 00 00 00000000 "99999999" 7200 0100 01 0e 0000'],
  [ethersio, 'a short one', '"ESI"', { recvPort: 6060 }],
  [ethersbus, 'a wrong CRC', '0000000d 00 00 0001 02 0000 ffff', { recvPort: 5050 }],
  [ethercat, 'another type', '0e50 07 00 0000 0000 0200 0000 0000 0000', { recvPort: 34980 }],
  [powerlink, 'zeros', '06 00*11', { recvPort: 3819 }],
  [codesys, 'a length below its own', 'e8170100 04000000 c56b4000', { proto: 6, recvPort: 11740 }],
  [niagaraFox, 'a word', '"foxes are red"', { recvPort: 1911 }],
  [crimson, 'a length that does not fit', '0014 012b 1b00', { recvPort: 789 }],
  [ffHse, 'a wrong length', '01 00 04 01 00000000 00000020 00000001', { proto: 17, recvPort: 1089 }],
  [pcworx, 'a wrong length', '0101 0020 00000000 78800003', { recvPort: 1962 }],
  [proconos, 'another command word', 'cc01000b 9902000047ee', { recvPort: 20547 }],
  [rocPlus, 'a wrong CRC', '01020100 06 00 0000', { proto: 17, recvPort: 4000 }],
  [geSrtp, 'random bytes of that length', '02 a5*55', { recvPort: 18245 }],
  [melsec, 'another module', '5000 00ff ff04 00 0c00 1000 0104 0000 640000 a8 0100', { proto: 6, recvPort: 5007 }],
  [deltav, 'another magic', 'fa00 0010 0002 0001 0000 0000 0000 0000', { proto: 17, recvPort: 18507 }],
  [atg, 'a letter where a digit belongs', '01 "I2x100\\n"', { recvPort: 10001 }],
  [
    cnpIp,
    'a wrong length',
    '001d 01 01 00 00 0000 00000001 00000002 00000003 0102030405060708',
    { proto: 17, recvPort: 1628 },
  ],
  [tristation, 'a length that does not fit', '05 00 0b00 0000130000000a0000 00 1234', { recvPort: 1502 }],
  [umas, 'Modbus proper', '0001 0000 0006 00 03 0000 0001', { recvPort: 502 }],
  [s7commPlus, 'S7 of old', '03000019 02f080 3201 0000 0400 0008 0000 f000 0001 0001 01e0', { recvPort: 102 }],
  [iec62056, 'another tag', '0001 0010 0001 0004 f01d a109', { proto: 6, recvPort: 4059 }],
  [c1222, 'another element', '600d 0203 800101 be06 2804 81020001', { proto: 17, recvPort: 1153 }],
  [
    profinetIo,
    'another object',
    '04 00 20 00 100000 00 0000a0df 976cd111 8271 000100020003 00*16',
    { recvPort: 34964 },
  ],
  [doip, 'a version without its inverse', '02fc 0001 00000000', { proto: 17, recvPort: 13400 }],
  [mqttSn, 'a CONNECT of another protocol', '0b 04 04 07 003c "node1"', { recvPort: 1883 }],
  [matter, 'another protocol', '04 0000 00 01000000 1122334455667788 05 20 3412 0100 1530', { recvPort: 5540 }],
  [easyweather, 'a wrong sum', 'ffff 12 0006 0a 01 24', { recvPort: 46000 }],
  [miio, 'a length that does not fit', '2131 0030 ff*28', { recvPort: 54321 }],
  [lifx, 'another protocol number', '2400 0035 01000000 00*8 00*6 01 00 00*8 0200 0000', { recvPort: 56700 }],
  [broadlink, 'half of it', '5aa5aa55 00*44', { recvPort: 80 }],
  [sacn, 'another name', '0010 0000 "ASC-E1.18\\0\\0\\0" 726e 00000004 00*16', { recvPort: 5568 }],
  [artNet, 'a name', '"Art-Nets" 0020', { recvPort: 6454 }],
  [beckhoffDiscovery, 'another magic', '03661472 00000000 01000000 0a000001', { recvPort: 48899 }],
  [smaSpeedwire, 'another tag', '"SMA\\0" 000402a1 ffffffff 0000 0020 00000000', { recvPort: 9522 }],
  [xiaomiPush, 'another version', 'c2fe0105 00000090 0001', { recvPort: 5222 }],
  [
    dvrip,
    'a length that does not fit',
    'ff00 0000 00000000 00000000 00 00 e803 05000000 "{ }\\n"',
    { recvPort: 34567 },
  ],
  [dhip, 'another name', '20000000 "DHIQ" 00*24', { proto: 17, recvPort: 37810 }],
  [nmea0183, 'a wrong sum', '"$GPGLL,4916.45,N,12311.12,W,225444,A,*1E\\r\\n"', { proto: 17, recvPort: 10110 }],
  [hdhomerun, 'a wrong CRC', '0002 000c 0104 00000001 0204 ffffffff 00000000', { proto: 17, recvPort: 65001 }],
  [melsoft, 'another length', '57 00000000 1111 07 0000ffff03 000000000000 0500 1c000000'],
  [cipIo, 'another item', '0200 0280 0800 01020304 05000000 b200 0400 00000000'],
  [rtde, 'a version that is none', '0005 56 0009'],
  [lantronix, 'another', '000000f5'],
  [moxaNport, 'another length', '01000009 00000000'],
  [addp, 'a length that does not fit', '"DIGI" 0001 0007 ffffffffffff'],
  [xcp, 'another command', '0200 0000 fe 00'],
  [zep, 'a length that does not fit', '"EX" 02 01 0b 1234 00 ff 00*22 06 0102030405'],
  [esphome, 'another kind', '00 07 05 0a 05 "aioes"'],
  [sadp, 'other XML', '"<?xml version=\\"1.0\\"?><Hello><Uuid>1</Uuid></Hello>"'],
];

testList(INDUSTRY, YES, NO);
