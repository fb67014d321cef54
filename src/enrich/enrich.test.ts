import { expect, test } from 'vitest';
import { parseIp } from '#base/address.ts';
import { fact } from '#fields/table.ts';
import { AppBy, createBatch, type FlowBatch, ServiceBy } from '#flow/batch/batch.ts';
import { placeCode, placeWord } from '#registry/places.ts';
import { SERVICES } from '#registry/services/services.ts';
import { createEnricher } from './enrich.ts';
import type { Geo } from './geo.ts';
import { ServiceTable } from './services.ts';

/** A geography of two networks, 192.0.2.0/24 in NL (AS 64500) and 2001:db8::/32 in BR (AS 64501), which counts searches. */
function smallGeo(): Geo & { searches: number } {
  const find = (w0: number, _w1: number, w2: number, w3: number) => {
    geo.searches++;
    if (w0 === 0 && w2 === 0xffff && w3 >>> 8 === 0xc00002) return 1;
    return w0 === 0x20010db8 ? 2 : 0;
  };
  const countryAt = (row: number) => [0, placeCode('NL'), placeCode('BR')][row]!;
  const asnAt = (row: number) => [0, 64500, 64501][row]!;
  const geo = {
    searches: 0,
    find,
    countryAt,
    asnAt,
    countryOf: (...words: [number, number, number, number]) => countryAt(find(...words)),
    asnOf: (...words: [number, number, number, number]) => asnAt(find(...words)),
    orgOf: () => '',
    countryDate: '',
    asnDate: '',
  };
  return geo;
}

interface Flow {
  readonly src: string;
  readonly dst: string;
  readonly host?: string;
  readonly calls?: string;
  readonly port?: number;
  readonly subject?: string;
  readonly names?: string;
}

function batchOf(flows: readonly Flow[]): FlowBatch {
  const batch = createBatch(2048);
  for (const { src, dst, port, host, calls, subject, names } of flows) {
    const row = batch.length++;
    batch.ipVersion[row] = parseIp(src)?.version ?? 0;
    batch.proto[row] = 6;
    batch.dstPort[row] = port ?? 443;
    // least significant word first
    batch.srcIp.set((parseIp(src)?.words ?? [0, 0, 0, 0]).toReversed(), 4 * row);
    batch.dstIp.set((parseIp(dst)?.words ?? [0, 0, 0, 0]).toReversed(), 4 * row);
    for (const column of [batch.srcCountry, batch.dstCountry, batch.srcAsn, batch.dstAsn, batch.service])
      column[row] = 9;
    const facts = { host, 'stun.service': calls, 'tls.cert.subject': subject, 'tls.cert.san': names };
    for (const [key, text] of Object.entries(facts)) {
      if (text === undefined) continue;
      const i = batch.factCount++;
      batch.factRow[i] = row;
      batch.factField[i] = fact(key);
      batch.factValue[i] = batch.heapLength;
      batch.factLength[i] = text.length;
      batch.heap.set(new TextEncoder().encode(text), batch.heapLength);
      batch.heapLength += text.length;
    }
  }
  return batch;
}

const APPS = ['', 'tls', 'bittorrent', 'whatsapp'];

const filled = (flows: readonly Flow[], geo = smallGeo()) => {
  const batch = batchOf(flows);
  createEnricher(geo, new ServiceTable(SERVICES), APPS).fill(batch);
  return flows.map((_, i) => [
    `${placeWord(batch.srcCountry[i]!)} ${batch.srcAsn[i]}`,
    `${placeWord(batch.dstCountry[i]!)} ${batch.dstAsn[i]}`,
    SERVICES[batch.service[i]!]!.name,
  ]);
};

test('both ends get their country and operator, the name its service', () => {
  expect(
    filled([
      { src: '192.0.2.7', dst: '2001:db8::1', host: 'www.github.com' },
      { src: '8.8.8.8', dst: '192.0.2.8', host: 'www.example' },
      { src: '2001:db8::2', dst: '192.0.2.7' },
    ]),
  ).toEqual([
    ['NL 64500', 'BR 64501', 'github'],
    ['undefined 0', 'NL 64500', ''],
    ['BR 64501', 'NL 64500', ''],
  ]);
});

test('frames without IP have neither, whatever the row held before', () => {
  expect(filled([{ src: '', dst: '' }])).toEqual([['undefined 0', 'undefined 0', '']]);
});

test('an address that comes again is not searched again', () => {
  const geo = smallGeo();
  filled(
    Array.from({ length: 100 }, () => ({ src: '192.0.2.7', dst: '2001:db8::1' })),
    geo,
  );
  expect(geo.searches).toBeLessThanOrEqual(3);
});

/** A geography in which 8.8.8.0/24 and 52.95.0.0/16 are announced by AS 15169 and AS 16509. */
function operators(): Geo {
  return {
    ...smallGeo(),
    find: (_w0, _w1, _w2, w3) => (w3 >>> 8 === 0x080808 ? 1 : w3 >>> 16 === 0x345f ? 2 : 0),
    countryAt: () => 0,
    asnAt: (row) => [0, 15169, 16509][row]!,
  };
}

function told(flow: Flow & { app?: string }): string {
  const batch = batchOf([flow]);
  batch.app[0] = Math.max(0, APPS.indexOf(flow.app ?? ''));
  batch.appBy[0] = flow.app === undefined ? AppBy.None : AppBy.Inspected;
  const enricher = createEnricher(operators(), new ServiceTable(SERVICES), APPS);
  enricher.fill(batch);
  const by = Object.keys(ServiceBy)[batch.serviceBy[0]!]!.toLowerCase();
  return `${SERVICES[batch.service[0]!]!.name} by ${by}: ${enricher.categories[batch.category[0]!]}`;
}

test('the name asked for says more than the network, the network more than its operator', () => {
  const src = '10.0.0.4';
  expect(told({ src, dst: '8.8.8.8', host: 'www.netflix.com', app: 'tls' })).toBe('netflix by host: video');
  expect(told({ src, dst: '8.8.8.8', host: 'unheard.of.example', app: 'tls' })).toBe(
    'google public dns by address: dns',
  );
  expect(told({ src, dst: '52.95.1.2', app: 'tls' })).toBe('aws by operator: cloud');
  expect(told({ src, dst: '10.9.9.9', app: 'tls' })).toBe(' by none: web');
  expect(told({ src, dst: '10.9.9.9' })).toBe(' by none: ');
});

test('an application that only one service speaks tells it, whatever network carries it', () => {
  expect(told({ src: '10.0.0.4', dst: '52.95.1.2', app: 'whatsapp' })).toBe('whatsapp by application: chat');
  expect(told({ src: '10.0.0.4', dst: '52.95.1.2', host: 'www.netflix.com', app: 'whatsapp' })).toBe(
    'netflix by host: video',
  );
});

test('calls are of the service that they are told to be of, unless a name was asked for', () => {
  const flow = { src: '10.0.0.4', dst: '52.95.1.2', calls: 'microsoft teams' };
  expect(told(flow)).toBe('microsoft teams by application: chat');
  expect(told({ ...flow, host: 'www.netflix.com' })).toBe('netflix by host: video');
  expect(told({ ...flow, calls: 'no such service' })).toBe('aws by operator: cloud');
});

test('a certificate whose names tell nothing tells its service by whom its maker says it is of, or by a host', () => {
  const flow = { src: '10.0.0.4', dst: '52.95.1.2', app: 'tls' };
  const ofSubject = (subject: string, more = {}) => told({ ...flow, subject, ...more }).split(':')[0];
  expect(ofSubject('CN=AnyNet Relay,O=philandro Software GmbH,C=DE')).toBe('anydesk by certificate');
  expect(ofSubject('CN=*.netflix.com,O=Example\\, Inc.,C=US')).toBe('netflix by certificate');
  expect(ofSubject('CN=x,OU=of O=Fortinet,O=Fortinet Example')).toBe('aws by operator');
  expect(ofSubject('CN=a,O=Private Internet Access', { names: 'newjersey402' })).toBe(
    'private internet access by certificate',
  );
  expect(ofSubject('CN=www.netflix.com', { names: 'www.netflix.com www.github.com' })).toBe('aws by operator');
  expect(ofSubject('CN=www.netflix.com', { host: 'www.github.com' })).toBe('github by host');
});

test('in the networks of an operator that says what a port is for, the port tells the service', () => {
  const flow = { src: '10.0.0.4', app: 'tls' };
  expect(told({ ...flow, dst: '17.1.2.3', port: 5223 })).toBe('apple push by address: chat');
  expect(told({ ...flow, dst: '17.1.2.3', port: 443 })).toBe('apple by address: software');
  expect(told({ ...flow, dst: '52.95.1.2', port: 5223 })).toBe('aws by operator: cloud');
});

test('TLS to port 853 is for DNS', () => {
  expect(told({ src: '10.0.0.4', dst: '52.95.1.2', app: 'tls', port: 853 })).toBe('aws by operator: dns');
  expect(told({ src: '10.0.0.4', dst: '52.95.1.2', app: 'bittorrent', port: 853 })).toBe('aws by operator: download');
});

test("what runs in an operator's network keeps the category of what it speaks", () => {
  expect(told({ src: '10.0.0.4', dst: '52.95.1.2', app: 'bittorrent' })).toBe('aws by operator: download');
});

test("the platform's own address and metadata services are named", () => {
  expect(told({ src: '10.0.0.4', dst: '168.63.129.16' })).toBe('azure platform by address: cloud');
  expect(told({ src: '10.0.0.4', dst: '169.254.169.254' })).toBe('instance metadata by address: cloud');
  expect(told({ src: '168.63.129.16', dst: '10.0.0.4', port: 443 })).toBe('azure platform by address: cloud'); // a probe of health
});

test('a certificate tells the service when all its names that are known are of one', () => {
  const withNames = (names: string): string => {
    const batch = batchOf([{ src: '10.0.0.4', dst: '52.95.1.2' }]);
    batch.factRow[0] = 0;
    batch.factField[0] = fact('tls.cert.san');
    batch.factValue[0] = 0;
    batch.factLength[0] = names.length;
    batch.heap.set(new TextEncoder().encode(names));
    batch.factCount = 1;
    createEnricher(operators(), new ServiceTable(SERVICES), APPS).fill(batch);
    return `${SERVICES[batch.service[0]!]!.name} ${batch.serviceBy[0]}`;
  };
  expect(withNames('*.github.com github.com www.unheard.example')).toBe(`github ${ServiceBy.Certificate}`);
  expect(withNames('www.netflix.com www.spotify.com')).toBe(`aws ${ServiceBy.Operator}`);
  expect(withNames('* *. ')).toBe(`aws ${ServiceBy.Operator}`);
});
