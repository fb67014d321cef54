/** Field buses, buildings, vehicles, meters. */
import { expect, test } from 'vitest';
import { bacnet } from './industry/buildings/bacnet.ts';
import { s7comm } from './industry/controllers/s7comm.ts';
import { dnp3 } from './industry/energy/dnp3.ts';
import { iec104 } from './industry/energy/iec104.ts';
import { ieeeC37118 } from './industry/energy/ieee-c37118.ts';
import { enip } from './industry/fieldbus/enip.ts';
import { modbus } from './industry/fieldbus/modbus.ts';
import { opcua } from './industry/fieldbus/opcua.ts';
import { dicom } from './industry/instruments/dicom.ts';
import { rmcp } from './network/monitoring/rmcp.ts';
import { hex, parseHex, probeHex } from './testing.ts';
import { coap } from './web/coap.ts';

test('DNP3 is proved by the CRC of its header', () => {
  expect(probeHex(dnp3, hex`0564 05 c0 0100 0004 e921`)).toBe('Yes'); // reset of the link, master 1024 to outstation 1
  expect(probeHex(dnp3, hex`0564 05 c0 0100 0004 e922`)).toBe('No');
});

test('Modbus/TCP is told on its port by protocol 0 and a length of at most 254', () => {
  const read = hex`00d1 0000 0006 01 03 00010001`;
  expect(probeHex(modbus, read, { recvPort: 502 })).toBe('Yes');
  expect(probeHex(modbus, read, { recvPort: 503 })).toBe('No');
  expect(probeHex(modbus, hex`00d1 0001 0006 01 03 00010001`, { recvPort: 502 })).toBe('No');
});

test('IEC 104 formats fix their bits', () => {
  expect(probeHex(iec104, hex`68 04 07 00 00 00`, { recvPort: 2404 })).toBe('Yes'); // STARTDT act
  expect(probeHex(iec104, hex`68 04 07 01 00 00`, { recvPort: 2404 })).toBe('No');
  expect(probeHex(iec104, hex`68 0e 0000 0000 64 01 0600 0100 000000 14`, { recvPort: 2404 })).toBe('Yes');
});

test('S7 is told behind the connection request, or by its own mark', () => {
  const request = '03000016 11 e0 0000 0007 00 c1020100 c2020102 c0010a';
  expect(probeHex(s7comm, hex(request), { recvPort: 102 })).toBe('More');
  expect(
    probeHex(s7comm, hex(`${request} 03000019 02 f080 32 01 0000 0200 0008 0000 f0 00 0001 0001 01e0`), {
      recvPort: 102,
    }),
  ).toBe('Yes');
  expect(probeHex(s7comm, hex`03000019 02 f080 31 01`, { recvPort: 102 })).toBe('No');
});

test('BACnet/IP states the length of its datagram', () => {
  expect(probeHex(bacnet, hex`81 0a 0011 01 04 00 05 01 0c 0c 023fffff 19 4b`)).toBe('Yes');
  expect(probeHex(bacnet, hex`81 0a 0012 01 04 00 05 01 0c 0c 023fffff 19 4b`)).toBe('No');
});

test('EtherNet/IP: a known command, options zero; elsewhere only a session that is being registered', () => {
  const register = hex`6500 0400 00000000 00000000 0000000000000000 00000000 0100 0000`;
  expect(probeHex(enip, register, { proto: 6, recvPort: 44818 })).toBe('Yes');
  expect(probeHex(enip, register, { proto: 6, recvPort: 40000 })).toBe('Yes');
  expect(
    probeHex(enip, hex`6600 0000 01000000 00000000 0000000000000000 00000000`, { proto: 6, recvPort: 40000 }),
  ).toBe('No');
});

test('OPC UA: HELLO names the server', () => {
  const url = Buffer.from('opc.tcp://plant.example:4840').toString('hex');
  const hello = hex(`48454c46 3c000000 00000000 00000100 00000100 00000000 00000000 1c000000 ${url}`);
  expect(probeHex(opcua, hello)).toBe('Yes');
  expect(parseHex(opcua, hello)).toMatchObject({ host: 'plant.example' });
});

test('a synchrophasor frame ends in the CRC-CCITT of its bytes', () => {
  const command = 'aa41 0012 00f1 00000000 00000000 0005';
  expect(probeHex(ieeeC37118, hex(`${command} d7d0`), { proto: 17 })).toBe('Yes');
  expect(probeHex(ieeeC37118, hex(`${command} d7d1`), { proto: 17 })).toBe('No');
});

test('CoAP elsewhere needs a request for a path', () => {
  expect(probeHex(coap, hex`44 01 05ca 72163364 b3 666f6f`, { recvPort: 40000 })).toBe('Yes'); // GET /foo
  const put = '43 03 3501 6f524d b2 7264 03 627573 11 32 ff'; // PUT /rd/bus, JSON behind the marker
  expect(probeHex(coap, hex(`${put} 7b7d`), { recvPort: 40000 })).toBe('Yes');
  expect(probeHex(coap, hex(put), { recvPort: 40000 })).toBe('No');
  expect(probeHex(coap, hex`44 45 05ca 72163364 ff 31`, { recvPort: 40000 })).toBe('No');
  expect(probeHex(coap, hex`44 45 05ca 72163364 ff 31`, { sendPort: 5683 })).toBe('Yes');
});

test('IPMI presence ping carries the enterprise number of ASF', () => {
  expect(probeHex(rmcp, hex`06 00 ff 06 000011be 80 00 00 00`)).toBe('Yes');
  expect(probeHex(rmcp, hex`06 00 ff 06 000011bf 80 00 00 00`)).toBe('No');
});

test('a DICOM association that was joined late, or that the snap length cut, is one', () => {
  const on = { recvPort: 11112 };
  expect(probeHex(dicom, hex`04 00 00000050 0000004c 01 03 a5a5`, on)).toBe('Yes');
  expect(probeHex(dicom, hex`04 00 00000050 0000004c 02 03 a5a5`, on)).toBe('No');
  expect(probeHex(dicom, hex`05 00 00000004 00000000`, on)).toBe('Yes');
  expect(probeHex(dicom, hex`05 00 00000004 00000000`)).toBe('No');
  const request = hex`01 00 000000cd 0001 0000 414e592d534350`;
  expect(probeHex(dicom, request, { ...on, wireLength: 0xcd + 6 })).toBe('Yes');
  expect(probeHex(dicom, request, { ...on, wireLength: 0xcd })).toBe('No');
});
