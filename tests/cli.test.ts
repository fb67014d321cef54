/** The command contract, with real processes and real files. */
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { joined, pcapBytes, pcapngBlocks } from '#capture/testing.ts';
import { FIELDS } from '#fields/table.ts';
import { tcp, udp } from '#flow/testing.ts';
import { manyFlows, pcapOf } from './captures.ts';
import { LAUNCHER, type Run, type RunOptions, rowsOf, run as runAnywhere } from './command.ts';

const START = Date.UTC(2024, 9, 21, 19, 25, 46, 123);

let dir: string;
let capture: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  capture = join(dir, 'three.pcap');
  writeFileSync(
    capture,
    pcapOf([
      { time: START, from: '10.0.0.4:40000', to: '192.0.2.7:7777', payload: 'hello' },
      { time: START + 500, from: '192.0.2.7:7777', to: '10.0.0.4:40000', payload: 'hello yourself' },
      { time: START + 250, from: '10.0.0.5:40000', to: '192.0.2.8:7777', payload: 'x' },
    ]),
  );
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const run = (args: readonly string[], options: RunOptions = {}): Promise<Run> =>
  runAnywhere(args, { cwd: dir, ...options });

/** Jsonl rows of a capture made of these bytes. */
async function flowsOf(bytes: Uint8Array): Promise<ReturnType<typeof rowsOf>> {
  const { status, out, err } = await run(['flows', '--format', 'jsonl', '-'], { input: bytes });
  expect({ status, err }).toEqual({ status: 0, err: '' });
  return rowsOf(out);
}

describe('flows', () => {
  test('prints one flow a line, ordered by start, under the names of the fields', async () => {
    const { status, out, err } = await run(['flows', '--format', 'jsonl', 'three.pcap']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const flows = rowsOf(out);
    expect(flows).toHaveLength(2);
    expect(flows[0]).toMatchObject({
      start: '2024-10-21T19:25:46.123000Z',
      end: '2024-10-21T19:25:46.623000Z',
      duration: 0.5,
      'src.ip': '10.0.0.4',
      'src.port': 40000,
      'dst.ip': '192.0.2.7',
      'dst.port': 7777,
      'ip.proto': 'udp',
      packets: 2,
      'src.bytes': 42 + 5,
      'dst.bytes': 42 + 14,
      bytes: 42 * 2 + 5 + 14,
      'src.payload': 5,
      'dst.payload': 14,
    });
    expect(flows[0]).not.toHaveProperty('tcp.state');
    expect(flows[1]).toMatchObject({ 'src.ip': '10.0.0.5' });
    const keys = new Set(FIELDS.map((field) => field.key));
    for (const flow of flows) expect(Object.keys(flow).filter((key) => !keys.has(key))).toEqual([]);
  });
  test('counts bytes on the wire, not those that were captured', async () => {
    const frame = udp('10.0.0.4:40000', '192.0.2.7:7777', 100);
    const cut = pcapBytes([{ sec: 1_700_000_000, data: frame.subarray(0, 60), origLen: frame.length }], {
      snapLen: 60,
    });
    expect(await flowsOf(cut)).toMatchObject([{ bytes: 142, payload: 100, truncated: true }]);
  });
  test('takes the sender of the first SYN as source, even when its packet was captured second', async () => {
    const ends = { client: '10.0.0.4:51234', server: '192.0.2.7:443' };
    const answer = tcp({ from: ends.server, to: ends.client, flags: 'SA', seq: 500, ack: 101 });
    const syn = tcp({ from: ends.client, to: ends.server, flags: 'S', seq: 100 });
    const flows = await flowsOf(pcapBytes([answer, syn].map((data, n) => ({ sec: 1_700_000_000, fraction: n, data }))));
    expect(flows).toMatchObject([{ 'src.ip': '10.0.0.4', 'dst.port': 443, 'ip.proto': 'tcp' }]);
  });
  test('keeps the nanoseconds of a file that has them, and writes microseconds where it has not', async () => {
    const data = udp('10.0.0.4:40000', '192.0.2.7:7777', 4);
    const at = { sec: 1_700_000_000, fraction: 123_456_789, data };
    const start = '2023-11-14T22:13:20.123456789Z';
    expect(await flowsOf(pcapBytes([at], { magic: 0xa1b23c4d }))).toMatchObject([{ start }]);
    expect(await flowsOf(pcapBytes([at], { magic: 0xa1b23c4d, big: true }))).toMatchObject([{ start }]);
    const { section, interface: describeInterface, enhanced } = pcapngBlocks();
    const nanoseconds = describeInterface(1, 0, [[9, Uint8Array.of(9)]]);
    expect(await flowsOf(joined(section(), nanoseconds, enhanced(0, 1_700_000_000_123_456_789n, data)))).toMatchObject([
      { start },
    ]);
    expect(await flowsOf(pcapBytes([{ ...at, fraction: 123_456 }]))).toMatchObject([
      { start: '2023-11-14T22:13:20.123456Z' },
    ]);
  });
  test('reads standard input', async () => {
    const { status, out } = await run(['flows', '-', '--format', 'csv'], { input: readFileSync(capture) });
    expect(status).toBe(0);
    expect(out.split('\r\n')[0]).toMatch(/^start,end,duration,src\.ip,dst\.ip,/);
    expect(out.trimEnd().split('\r\n')).toHaveLength(3);
  });
  test('of a link type that is not read are none, and the reason is said', async () => {
    const user0 = manyFlows(3);
    user0.writeUInt32LE(147, 20);
    const { status, out, err } = await run(['flows', '--format', 'jsonl', '-'], { input: user0 });
    expect({ status, out, err }).toEqual({
      status: 0,
      out: '',
      err: 'capscope: standard input: none of its packets can be decoded: link type LINKTYPE_USER0\n',
    });
  });
  test('reads pipes, which give their bytes once, one or several', async () => {
    const shell = (line: string) => run(['-c', line], { launcher: 'bash', env: { CAPSCOPE: LAUNCHER } });
    const one = await shell('"$CAPSCOPE" flows --format jsonl <(cat three.pcap)');
    expect(one).toMatchObject({ status: 0, err: '' });
    expect(rowsOf(one.out)).toHaveLength(2);
    const device = await shell('cat three.pcap | "$CAPSCOPE" flows --format jsonl /dev/stdin');
    expect(rowsOf(device.out)).toHaveLength(2);
    const both = await shell('"$CAPSCOPE" flows --format jsonl <(cat three.pcap) <(cat three.pcap)');
    expect(rowsOf(both.out).map((flow) => flow.packets)).toEqual([4, 2]);
    const cut = await shell('head -c 100 three.pcap | "$CAPSCOPE" flows -');
    expect(cut.err).toMatch(/^capscope: standard input: byte \d+: /);
  });
  test('says the same from a file and from standard input', async () => {
    const fromFile = await run(['flows', '--format', 'csv', 'three.pcap']);
    const fromInput = await run(['flows', '--format', 'csv', '-'], { input: readFileSync(capture) });
    // but where it came from: the last columns are file and id
    const columns = (text: string): string[][] => text.split('\r\n').map((line) => line.split(',').slice(0, -2));
    expect(columns(fromInput.out)).toEqual(columns(fromFile.out));
  });
  test('keeps to a filter', async () => {
    const { out } = await run(['flows', '--format', 'jsonl', '--filter', 'src.ip == 10.0.0.5', capture]);
    expect(rowsOf(out).map((flow) => flow['src.ip'])).toEqual(['10.0.0.5']);
  });
  test('that match no filter are no lines, and no error', async () => {
    const { status, out, err } = await run(['flows', '--format', 'jsonl', '--filter', 'port == 1', capture]);
    expect({ status, out, err }).toEqual({ status: 0, out: '', err: '' });
  });
  test('shows where a filter is wrong, before anything is read', async () => {
    const { status, out, err } = await run(['flows', '--filter', 'ip.scr == 10.0.0.5', 'three.pcap']);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain('  ip.scr == 10.0.0.5\n  ^^^^^^\n');
  });
  test('writes a table and a Parquet file', async () => {
    expect((await run(['flows', capture])).out).toMatch(/^Start +Duration +Transport +Source/);
    expect((await run(['flows', capture, '--format', 'parquet', '--output', 'flows.parquet'])).status).toBe(0);
    const file = readFileSync(join(dir, 'flows.parquet'));
    expect([file.subarray(0, 4), file.subarray(-4)].map(String)).toEqual(['PAR1', 'PAR1']);
    expect((await run(['flows', capture, '--format', 'parquet'])).status).toBe(2);
  });
  test('writes to a file that was named, the same in each format', async () => {
    for (const format of ['table', 'jsonl', 'csv']) {
      const { status, out } = await run(['flows', capture, '--format', format, '--output', `flows.${format}`]);
      expect({ status, out }).toEqual({ status: 0, out: '' });
      expect(readFileSync(join(dir, `flows.${format}`), 'utf8')).toBe(
        (await run(['flows', capture, '--format', format])).out,
      );
    }
  });
  test('of several files are one stream: a flow that spans them is one flow', async () => {
    const datagram = { from: '10.0.0.4:40000', to: '192.0.2.7:7777', payload: 'again' };
    writeFileSync(join(dir, 'second.pcap'), pcapOf([{ ...datagram, time: START + 1000 }]));
    const { out } = await run([
      'flows',
      '--format',
      'jsonl',
      '--filter',
      'src.ip == 10.0.0.4',
      'second.pcap',
      'three.pcap',
    ]);
    expect(rowsOf(out)).toMatchObject([{ packets: 3, duration: 1 }]);
  });
  test('leaves nothing behind', async () => {
    const home = join(dir, 'home');
    await run(['flows', capture], { env: { HOME: home, XDG_DATA_HOME: home, TMPDIR: dir } });
    await run(['summary', '-'], {
      env: { HOME: home, XDG_DATA_HOME: home, TMPDIR: dir },
      input: readFileSync(capture),
    });
    expect(existsSync(home)).toBe(false);
    expect(readdirSync(dir).filter((name) => name.startsWith('capscope-'))).toEqual([]);
  });
  test('leaves quietly when the reader has enough', async () => {
    writeFileSync(join(dir, 'many.pcap'), manyFlows(5000));
    const child = spawn('/bin/sh', ['-c', `'${LAUNCHER}' flows --format jsonl many.pcap | head -n 1`], { cwd: dir });
    let err = '';
    child.stderr.on('data', (piece) => (err += piece));
    await new Promise((resolve) => child.on('close', resolve));
    expect(err).toBe('');
  });
});

describe('summary', () => {
  test('adds up', async () => {
    const { status, out } = await run(['summary', '--format', 'json', 'three.pcap']);
    expect(status).toBe(0);
    const summary = JSON.parse(out);
    expect(summary).toMatchObject({
      packets: 3,
      bytes: 42 * 3 + 5 + 14 + 1,
      flows: 2,
      first: '2024-10-21T19:25:46.123000Z',
      last: '2024-10-21T19:25:46.623000Z',
      format: 'pcap',
      linkTypes: ['Ethernet'],
      accounts: { decoded: 3, truncated: 0, malformed: 0, unsupported: 0 },
      warnings: [],
    });
    expect(summary.files[0].sha256).toMatch(/^[0-9a-f]{64}$/);
  });
  test('puts every packet in one account', async () => {
    const whole = udp('10.0.0.4:40000', '192.0.2.7:7777', 20);
    const malformed = whole.slice();
    malformed[14] = 0x41; // an IPv4 header of 4 bytes
    const packets = [{ data: whole }, { data: whole.subarray(0, 20), origLen: whole.length }, { data: malformed }];
    const { section, interface: describeInterface, enhanced } = pcapngBlocks();
    const bytes = joined(
      section(),
      describeInterface(1),
      describeInterface(147), // DLT_USER0: nobody knows what is in it
      ...packets.map(({ data, origLen }, n) => enhanced(0, BigInt(n), data, data.length, origLen)),
      enhanced(1, 3n, whole),
    );
    const { out } = await run(['summary', '--format', 'json', '-'], { input: bytes });
    expect(JSON.parse(out)).toMatchObject({
      packets: 4,
      accounts: { decoded: 1, truncated: 1, malformed: 1, unsupported: 1 },
    });
  });
  test('of several files is of all of them', async () => {
    writeFileSync(join(dir, 'four.pcap'), manyFlows(4));
    const { out } = await run(['summary', '--format', 'json', 'three.pcap', 'four.pcap']);
    const { packets, files } = JSON.parse(out);
    expect({ packets, names: files.map((file: { name: string }) => file.name) }).toEqual({
      packets: 7,
      names: ['three.pcap', 'four.pcap'],
    });
  });
  test('is a table without more words', async () => {
    expect((await run(['summary', 'three.pcap'])).out).toMatch(/Packets +3 /);
  });
});

describe('wrong usage', () => {
  test.each([
    [['fly'], /there is no command "fly"/],
    [['flows'], /needs a capture file/],
    [['summary'], /needs a capture file/],
    [['import'], /needs a capture file/],
    [['flows', '--nope', 'a'], /--nope/],
    [['flows', '--format', 'xml', 'a'], /--format is one of table, jsonl, csv, parquet/],
    [['summary', '--format', 'csv', 'a'], /--format is one of table, json/],
    [['flows', '-', '-'], /read once/],
    [['flows', 'https://example.com/a.pcap'], /curl -L/],
    [['serve', '--port', '99999'], /--port is a number/],
    [['serve', '--host', '0.0.0.0', '--port', '0', '--data-dir', 'd0'], /no logins/],
    [['serve', 'a.pcap'], /capscope open a\.pcap/],
  ])('%j', async (args, message) => {
    const { status, out, err } = await run(args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(message);
    expect(err).not.toMatch(/^ +at /m);
  });
  test('help and version go to standard output', async () => {
    expect(await run(['--help'])).toMatchObject({
      status: 0,
      err: '',
      out: expect.stringContaining('capscope flows FILE'),
    });
    for (const command of ['serve', 'open', 'import', 'flows', 'summary']) {
      expect(await run([command, '--help'])).toMatchObject({
        status: 0,
        err: '',
        out: expect.stringMatching(new RegExp(`^capscope ${command}: [^]*\\nExamples:\\n`)),
      });
    }
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(await run(['--version'])).toMatchObject({ status: 0, out: `${version}\n`, err: '' });
  });
});

test('a dataset has its networks, tags and notes set and shown', { timeout: 240_000 }, async () => {
  const [capture, list] = [join(dir, 'own.pcap'), join(dir, 'networks.csv')];
  writeFileSync(capture, manyFlows(6));
  writeFileSync(list, '# ours\n10.0.0.0/8,HQ,NL,52.37,4.9\n');
  const own = (...args: readonly string[]) => run(['dataset', 'own', '--data-dir', join(dir, 'own-data'), ...args]);
  const imported = await run(['import', capture, '--dataset', 'own', '--data-dir', join(dir, 'own-data')]);
  expect(imported).toMatchObject({ status: 0, out: expect.stringContaining('6 flows') });
  const set = await own('--networks', list, '--filter', 'src.ip == 10.0.0.0/30', '--tag', 'to check');
  expect(set).toMatchObject({ status: 0, err: '4 of 4 flows changed\n' });
  expect(set.out).toContain('network   10.0.0.0/8  HQ, NL (52.37, 4.9)\ntag       to check: 4 flows, 0 hosts\n');
  expect((await own('--host', '192.0.2.7', '--note', 'the server')).err).toBe('1 of 1 host changed\n');
  const { out } = await own('--tag', 'Case 7', '--format', 'json');
  expect(JSON.parse(out)).toMatchObject({
    tags: ['Case 7'],
    networks: [{ cidr: '10.0.0.0/8', name: 'HQ', country: 'NL', lat: 52.37, lon: 4.9 }],
    marks: { tags: [{ tag: 'to check', flows: 4, hosts: 0 }], hosts: [{ ip: '192.0.2.7', note: 'the server' }] },
  });
  expect((await own('--format', 'csv')).out).toBe('cidr,name,country,lat,lon\n10.0.0.0/8,HQ,NL,52.37,4.9\n');
  writeFileSync(list, 'cidr,name\n10.0.0.0/8,HQ\n10.0.0.0/99,bad\n');
  expect(await own('--networks', list)).toMatchObject({
    status: 2,
    err: expect.stringContaining('line 3: "10.0.0.0/99" is no block'),
  });
  expect(await own('--filter', 'tag == x')).toMatchObject({ status: 2 });
  expect(await own('--tag', 'a\u001b[31m')).toMatchObject({
    status: 2,
    err: expect.stringContaining('control characters'),
  });
});

test('the launcher works through a symbolic link', async () => {
  const link = join(dir, 'linked');
  symlinkSync(LAUNCHER, link);
  expect((await run(['--version'], { launcher: link })).status).toBe(0);
});

describe('a folder', () => {
  test('stands for the captures in it, known by their bytes', async () => {
    const folder = mkdtempSync(join(dir, 'folder-'));
    mkdirSync(join(folder, 'deeper'));
    writeFileSync(join(folder, 'one'), readFileSync(capture));
    writeFileSync(join(folder, 'deeper', 'two.cap'), manyFlows(4));
    writeFileSync(join(folder, 'readme.txt'), 'no capture');
    writeFileSync(join(folder, '.hidden.pcap'), manyFlows(9));
    const { status, out, err } = await run(['flows', folder, '--format', 'jsonl']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(rowsOf(out)).toHaveLength(2 + 4);
  });
  test('without any is told', async () => {
    const folder = mkdtempSync(join(dir, 'folder-'));
    const { status, err } = await run(['summary', folder]);
    expect({ status, err }).toEqual({ status: 1, err: `capscope: ${folder}: this folder holds no capture\n` });
  });
});

describe('import', () => {
  test('keeps a dataset, adds to it by name, and leaves no lock', async () => {
    const data = join(dir, 'data');
    const first = await run(['import', 'three.pcap', '--dataset', 'Monday', '--data-dir', 'data']);
    expect(first).toMatchObject({ status: 0, err: '' });
    expect(first.out).toMatch(/Dataset "Monday": 3 packets in 2 flows/);
    expect(existsSync(join(data, 'lock.json'))).toBe(false);
    writeFileSync(join(dir, 'more.pcap'), manyFlows(4));
    expect((await run(['import', 'more.pcap', '--dataset', 'Monday', '--data-dir', 'data'])).out).toMatch(
      /4 packets in 4 flows/,
    );
  });
  test('of standard input keeps no copy where none is wanted; files stay where they are', async () => {
    const piped = await run(['import', '-', '--no-keep', '--dataset', 'Passing', '--data-dir', 'passing'], {
      input: readFileSync(capture),
    });
    expect(piped).toMatchObject({ status: 0, out: expect.stringContaining('3 packets in 2 flows') });
    const [id] = readdirSync(join(dir, 'passing', 'datasets'));
    expect(readdirSync(join(dir, 'passing', 'datasets', id!, 'captures'))).toEqual([]);
    const file = await run(['import', 'three.pcap', '--no-keep', '--data-dir', 'passing']);
    expect(file).toMatchObject({ status: 2, err: expect.stringContaining('--no-keep is for standard input') });
  });

  test('of standard input is an import, too', async () => {
    const { status, out } = await run(['import', '-', '--dataset', 'Piped', '--data-dir', 'data'], {
      input: manyFlows(9),
    });
    expect({ status, out }).toMatchObject({
      status: 0,
      out: expect.stringMatching(/Dataset "Piped": 9 packets in 9 flows/),
    });
  });
  test('of a pipe is an import, too, by itself', async () => {
    const shell = (line: string) => run(['-c', line], { launcher: 'bash', env: { CAPSCOPE: LAUNCHER } });
    const { status, out } = await shell('"$CAPSCOPE" import <(cat three.pcap) --data-dir data');
    expect({ status, out }).toMatchObject({ status: 0, out: expect.stringMatching(/Dataset "pipe": 3 packets in 2/) });
    const two = await shell('"$CAPSCOPE" import three.pcap <(cat three.pcap) --data-dir data');
    expect(two).toMatchObject({ status: 2, err: expect.stringMatching(/a pipe is imported by itself/) });
  });
  test('of several files is one dataset named after the first', async () => {
    writeFileSync(join(dir, 'one.pcap'), manyFlows(1));
    const { out } = await run(['import', 'one.pcap', 'three.pcap', '--data-dir', 'data3']);
    expect(out).toMatch(/Dataset "one": 4 packets in 3 flows/);
  });
  test('of a file that cannot be read leaves no dataset behind', async () => {
    writeFileSync(join(dir, 'text.pcap'), 'not a capture at all\n');
    const { status, err } = await run(['import', 'text.pcap', '--data-dir', 'data2']);
    expect({ status, err }).toMatchObject({ status: 1, err: expect.stringMatching(/not a capture file/) });
    writeFileSync(join(dir, 'one.pcap'), manyFlows(1));
    expect((await run(['import', 'one.pcap', 'three.pcap', '--data-dir', 'data2'])).out).toMatch(
      /Dataset "one": 4 packets/,
    );
  });
});
