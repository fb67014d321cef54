/** Flows that others announce at third addresses: a whole import, since the flows may be in the hands of several workers. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Datagram, pcapOf } from './captures.ts';
import { rowsOf, run } from './command.ts';

const dir = mkdtempSync(join(tmpdir(), 'capscope-announced-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const START = Date.UTC(2024, 9, 21, 19, 25);
/** bytes that nothing is known by */
const CIPHER = Buffer.from('f3b19c6d7ae80b5512c4d08f9be7a6315d', 'hex');

/** Applications of the flows in cipher text, by their ends, with what told them. */
async function told(
  said: readonly (readonly [seconds: number, from: string, to: string, payload: string | Uint8Array])[],
) {
  const datagrams: Datagram[] = said.map(([seconds, from, to, payload]) => ({
    time: START + seconds * 1000,
    from,
    to,
    payload,
  }));
  const path = join(dir, `${said.length}.pcap`);
  writeFileSync(path, pcapOf(datagrams));
  const { status, out, err } = await run(['flows', path, '--format', 'jsonl']);
  expect(err).toBe('');
  expect(status).toBe(0);
  return Object.fromEntries(
    rowsOf(out).map((row) => [
      `${row['src.ip']}:${row['src.port']} ${row['dst.ip']}:${row['dst.port']}`,
      `${row['app'] ?? ''} ${row['app.why'] ?? ''}`,
    ]),
  );
}

const ID = 'abcdefghij0123456789';
const QUERY = `d1:ad2:id20:${ID}9:info_hash20:${ID}e1:q9:get_peers1:t2:aa1:y1:qe`;
/** one peer: 192.0.2.77, port 35553 (8ae1) */
const ANSWER = Buffer.concat([
  Buffer.from(`d1:rd2:id20:${ID}5:token2:xx6:valuesl6:`),
  Buffer.from('c000024d8ae1', 'hex'),
  Buffer.from('ee1:t2:aa1:y1:re'),
]);

test('cipher text to a peer that a DHT named is BitTorrent, from a host that speaks it, within half an hour', async () => {
  const flows = await told([
    [0, '10.0.0.5:6881', '203.0.113.9:6881', QUERY],
    [1, '203.0.113.9:6881', '10.0.0.5:6881', ANSWER],
    [60, '10.0.0.5:50001', '192.0.2.77:35553', CIPHER],
    [61, '10.0.0.99:50001', '192.0.2.77:35553', CIPHER], // no one who asked a DHT
    [62, '10.0.0.5:50002', '192.0.2.77:35554', CIPHER], // another port
    [3600, '10.0.0.5:50003', '192.0.2.77:35553', CIPHER], // too late
  ]);
  const peer = (from: string, port: number) => flows[`${from} 192.0.2.77:${port}`];
  expect(peer('10.0.0.5:50001', 35553)).toBe('bittorrent announced in another flow');
  expect(peer('10.0.0.99:50001', 35553)).not.toContain('bittorrent');
  expect(peer('10.0.0.5:50002', 35554)).not.toContain('bittorrent');
  expect(peer('10.0.0.5:50003', 35553)).not.toContain('bittorrent');
});

const sdp = (first: string, address: string, port: number) => {
  const body = `v=0\r\no=- 1 1 IN IP4 ${address}\r\ns=-\r\nc=IN IP4 ${address}\r\nt=0 0\r\nm=image ${port} udptl t38\r\n`;
  return `${first}\r\nVia: SIP/2.0/UDP 10.0.1.1\r\nCall-ID: 1@a\r\nCSeq: 1 INVITE\r\nContent-Type: application/sdp\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
};

test('media between two addresses that SDP named both are told, though neither signals', async () => {
  const flows = await told([
    [0, '10.0.1.1:5060', '10.0.1.2:5060', sdp('INVITE sip:b@10.0.1.2 SIP/2.0', '10.0.3.1', 40000)],
    [1, '10.0.1.2:5060', '10.0.1.1:5060', sdp('SIP/2.0 200 OK', '10.0.3.2', 40002)],
    [2, '10.0.3.1:40000', '10.0.3.2:40002', CIPHER],
    [3, '10.0.3.1:40000', '10.0.3.9:40002', CIPHER],
    [4, '10.0.3.2:40002', '10.0.3.8:40000', CIPHER],
  ]);
  expect(flows['10.0.3.1:40000 10.0.3.2:40002']).toBe('t38 announced in another flow');
  expect(flows['10.0.3.1:40000 10.0.3.9:40002']).not.toContain('t38');
  expect(flows['10.0.3.2:40002 10.0.3.8:40000']).not.toContain('t38');
});
