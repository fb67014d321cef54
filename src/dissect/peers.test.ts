/** Peer-to-peer, games, chat and the plumbing of networks. */
import { describe, expect, test } from 'vitest';
import { UDP } from '#registry/ip-protocols.ts';
import { tftp } from './files/tftp.ts';
import { minecraft } from './games/minecraft.ts';
import { raknet } from './games/raknet.ts';
import { sourceEngine } from './games/source-engine.ts';
import { irc } from './messengers/irc.ts';
import { whatsapp } from './messengers/whatsapp.ts';
import { xmpp } from './messengers/xmpp.ts';
import { ssdp } from './naming/ssdp.ts';
import { netflow } from './network/monitoring/netflow.ts';
import { sflow } from './network/monitoring/sflow.ts';
import { bitcoin } from './peers/bitcoin.ts';
import { bittorrent } from './peers/bittorrent.ts';
import { ethereum } from './peers/ethereum.ts';
import { gnutella } from './peers/gnutella.ts';
import { hyperswarm } from './peers/hyperswarm.ts';
import { mining } from './peers/mining.ts';
import { opendht } from './peers/opendht.ts';
import { ascii, hear, hex, parseHex, probeHex } from './testing.ts';

describe('bittorrent', () => {
  test('the handshake tells the client by its peer id', () => {
    const handshake = ascii(`\x13BitTorrent protocol\0\0\0\0\0\0\0\0${'h'.repeat(20)}-UT3450-abcdefghijkl`);
    expect(hear(6, 50000, 40000, [{ bytes: handshake }])).toMatchObject({
      app: 'bittorrent',
      facts: { 'software.client': 'UT3450' },
    });
  });
  test('a DHT query is a bencoded dictionary that ends', () => {
    expect(
      probeHex(bittorrent, ascii('d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe'), { proto: UDP }),
    ).toBe('Yes');
    expect(probeHex(bittorrent, ascii('d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:q'), { proto: UDP })).toBe(
      'No',
    );
  });
  test('µTP needs two packets of one connection; DHCP, which begins alike, is none', () => {
    const state = (stamp: string) => ({ bytes: hex(`21 00 acd2 ${stamp} baf0f0fc 00100000 d449 6c42`) });
    expect(hear(UDP, 40000, 40001, [state('f82a43d2')]).by).toBe('none');
    expect(hear(UDP, 40000, 40001, [state('f82a43d2'), state('f82a483d')]).app).toBe('bittorrent');
    expect(probeHex(bittorrent, hex(`01 01 06 00 a6784b7d ${'00'.repeat(300)}`), { proto: UDP })).toBe('No');
  });
});

test('a Gnutella descriptor fills its datagram and has a random identifier', () => {
  const guid = 'a7b3310229b72ec630df77c5724a36ce';
  expect(probeHex(gnutella, hex(`${guid} 00 01 00 00000000`), { proto: UDP })).toBe('Yes');
  expect(probeHex(gnutella, hex(`${guid} 00 01 00 01000000`), { proto: UDP })).toBe('No');
  expect(probeHex(gnutella, hex(`${'00'.repeat(16)} 00 01 00 00000000`), { proto: UDP })).toBe('No');
  const dht = 'a745310289213ee47e649bbac302eb3a 44 0000 06000000'; // Mojito: version 0.0, an operation, a vendor
  expect(probeHex(gnutella, hex(`${dht} 05 47544b47 00`), { proto: UDP })).toBe('Yes');
  expect(probeHex(gnutella, hex(`${dht} 05 07544b47 00`), { proto: UDP })).toBe('No');
  expect(probeHex(gnutella, ascii('GNUTELLA CONNECT/0.6\r\n'), { proto: 6 })).toBe('Yes');
});

test('Ethereum discovery ends in a list that is as long as the datagram', () => {
  const head = `${'5a'.repeat(32)} ${'c3'.repeat(64)} 01`;
  expect(probeHex(ethereum, hex(`${head} 01 c3 04 05 06`), { proto: UDP })).toBe('Yes');
  expect(probeHex(ethereum, hex(`${head} 01 c4 04 05 06`), { proto: UDP })).toBe('No');
});

test('Bitcoin: magic of the network and a command in letters', () => {
  expect(probeHex(bitcoin, hex`f9beb4d9 76657273696f6e0000000000 55000000 9c7c0000`)).toBe('Yes');
  expect(probeHex(bitcoin, hex`f9beb4d8 76657273696f6e0000000000 55000000 9c7c0000`)).toBe('No');
});

test('Stratum mining is JSON-RPC with a method of its own', () => {
  const subscribe = { bytes: ascii('{"id":1,"jsonrpc":"2.0","method":"mining.subscribe","params":[]}\n') };
  expect(hear(6, 50000, 3333, [subscribe]).app).toBe('mining');
  expect(hear(6, 50000, 3333, [{ bytes: ascii('{"id":1,"jsonrpc":"2.0","method":"sum","params":[1]}\n') }]).app).toBe(
    'json-rpc',
  );
  expect(probeHex(mining, ascii('{"miner":"of coal"}'))).toBe('No');
});

test('games: RakNet by mark or by frames that fill the datagram, Source by its query, Minecraft by its handshake', () => {
  expect(probeHex(raknet, hex`05 00ffff00fefefefefdfdfdfd12345678 06`)).toBe('Yes');
  expect(probeHex(raknet, hex`84 020000 00 0008 aa 00 0010 bb cc 00 0008 dd`)).toBe('Yes');
  expect(probeHex(raknet, hex`84 020000 00 0008 aa 00 0010 bb cc 00 0010 dd`)).toBe('No');
  expect(probeHex(sourceEngine, ascii('\xff\xff\xff\xffTSource Engine Query\0'))).toBe('Yes');
  const handshake = hex`13 00 f205 0c 6d632e6578616d706c652e 6e 63dd 01`;
  expect(probeHex(minecraft, handshake)).toBe('Yes');
  expect(parseHex(minecraft, handshake)).toMatchObject({ host: 'mc.example.n' });
});

test('chat: WhatsApp by its prologue, XMPP and IRC by how they open', () => {
  expect(probeHex(whatsapp, hex`45440001 000004 08090802 5741 0502`)).toBe('Yes');
  expect(probeHex(whatsapp, hex`45440001 000004 08090802 5742 0502`)).toBe('No');
  const stream = ascii("<?xml version='1.0'?><stream:stream to='example.com' xmlns='jabber:client'>");
  expect(probeHex(xmpp, stream)).toBe('Yes');
  expect(parseHex(xmpp, stream)).toMatchObject({ host: 'example.com' });
  const unspaced = ascii(`<stream:stream xmlns='jabber:client' version='1.0'to="im.example.com">`);
  expect(parseHex(xmpp, unspaced)).toMatchObject({ host: 'im.example.com' });
  expect(parseHex(xmpp, ascii("<stream:stream auto='x' version='1.0' to='cut"))).not.toHaveProperty('host');
  expect(probeHex(irc, ascii('NICK ada\r\nUSER ada 0 * :Ada\r\n'))).toBe('Yes');
  expect(parseHex(irc, ascii('NICK ada\r\nUSER ada 0 * :Ada\r\n'))).toMatchObject({ user: 'ada' });
  expect(probeHex(irc, ascii('NICK of time\r\n'))).toBe('No');
});

test('a TFTP transfer between new ports is told by blocks that count on', () => {
  const data = (block: string) => ({ bytes: hex(`0003 ${block} ${'0a'.repeat(512)}`) });
  expect(probeHex(tftp, ascii('\0\x01boot.cfg\0octet\0'))).toBe('Yes');
  expect(hear(UDP, 3445, 50618, [data('0001')]).by).toBe('none');
  expect(hear(UDP, 3445, 50618, [data('0001'), data('0002')]).app).toBe('tftp');
  expect(hear(UDP, 3445, 50618, [data('0001'), data('0001')]).by).toBe('none');
});

test('flow exports fill their datagrams and carry a time', () => {
  const header5 = '0005 0001 00000fff 65a00000 00000000 00000001 00 00 0000';
  expect(probeHex(netflow, hex(`${header5} ${'00'.repeat(48)}`))).toBe('Yes');
  expect(probeHex(netflow, hex(`${header5} ${'00'.repeat(47)}`))).toBe('No');
  const counters = '00000005 00000001 0a000001 00000000 00000001 00000fff 00000001 00000002 0000000c';
  expect(probeHex(sflow, hex(`${counters} ${'00'.repeat(12)}`))).toBe('Yes');
  expect(probeHex(sflow, hex(`${counters} ${'00'.repeat(8)}`))).toBe('No');
});

test('SSDP tells the software of a device', () => {
  const notify = ascii('NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nSERVER: Linux UPnP/1.0 media/2\r\n\r\n');
  expect(probeHex(ssdp, notify)).toBe('Yes');
  expect(parseHex(ssdp, notify)).toMatchObject({ 'software.client': 'Linux UPnP/1.0 media/2' });
  const alive = ascii(
    'NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nLOCATION: http://192.168.1.1:5000/root.xml\r\nNT: upnp:rootdevice\r\n\r\n',
  );
  expect(parseHex(ssdp, alive)).toMatchObject({
    'ssdp.location': 'http://192.168.1.1:5000/root.xml',
    'ssdp.type': 'upnp:rootdevice',
  });
});

describe('hyperswarm', () => {
  test('requests carry the port that they are sent to', () => {
    const request = hex`03 0c 0adb 0a000002 49c2 02 2c5e 5a18`;
    expect(hear(UDP, 43048, 49737, [{ bytes: request }])).toMatchObject({ app: 'hyperswarm', by: 'inspected' });
    expect(probeHex(hyperswarm, request, { recvPort: 49738 })).toBe('No');
  });
  test('between other ports it takes two', () => {
    const request = hex`03 0c 0adb 0a000002 4ac2 02 2c5e 5a18`;
    expect(hear(UDP, 43048, 49738, [{ bytes: request }]).by).toBe('none');
    expect(hear(UDP, 43048, 49738, [{ bytes: request }, { bytes: request }]).app).toBe('hyperswarm');
  });
});

test('a DHT query that the snap length cut is one', () => {
  const query = ascii('d1:ad2:id20:aaaaaaaaaaaaaaaaaaaa6:target20:');
  expect(probeHex(bittorrent, query, { proto: 17, wireLength: 104 })).toBe('Yes');
  expect(probeHex(bittorrent, query, { proto: 17 })).toBe('No');
});

test('OpenDHT begins with the identity of who speaks', () => {
  const id = 'e138ffcc63830fa08854593f358bd8b786db52f3';
  const ping = hex(`85 a161 81 a26964 c414 ${id} a171 a470696e67 a174 cefa3ce8af a179 a171 a176 a4524e4731`);
  expect(hear(UDP, 50000, 50001, [{ bytes: ping }])).toMatchObject({ app: 'opendht', by: 'inspected' });
  expect(probeHex(opendht, hex(`85 a161 81 a26965 c414 ${id}`))).toBe('No');
});
