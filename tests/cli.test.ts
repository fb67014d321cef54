/** The command as users run it: real processes, real files. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { manyFlows, pcapOf } from './captures.ts';

const LAUNCHER = fileURLToPath(new URL('../capscope', import.meta.url));
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

interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function run(
  args: readonly string[],
  { input, launcher = LAUNCHER }: { input?: Buffer; launcher?: string } = {},
): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(launcher, args, { cwd: dir });
    let [out, err] = ['', ''];
    child.stdout.on('data', (piece) => (out += piece));
    child.stderr.on('data', (piece) => (err += piece));
    child.on('close', (status) => resolve({ status, out, err }));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

const lines = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('flows', () => {
  test('prints one flow a line, ordered by start, under the names of the fields', async () => {
    const { status, out, err } = await run(['flows', '--format', 'jsonl', 'three.pcap']);
    expect(err).toBe('');
    expect(status).toBe(0);
    const flows = lines(out);
    expect(flows).toHaveLength(2);
    expect(flows[0]).toMatchObject({
      start: '2024-10-21T19:25:46.123000Z',
      duration: 0.5,
      'src.ip': '10.0.0.4',
      'src.port': 40000,
      'dst.ip': '192.0.2.7',
      'dst.port': 7777,
      'ip.proto': 'udp',
      packets: 2,
      'src.payload': 5,
      'dst.payload': 14,
    });
    expect(flows[0]).not.toHaveProperty('tcp.state');
    expect(flows[1]).toMatchObject({ 'src.ip': '10.0.0.5' });
  });
  test('reads standard input', async () => {
    const { status, out } = await run(['flows', '-', '--format', 'csv'], { input: readFileSync(capture) });
    expect(status).toBe(0);
    expect(out.split('\r\n')[0]).toMatch(/^start,end,duration,src\.ip,dst\.ip,/);
    expect(out.trimEnd().split('\r\n')).toHaveLength(3);
  });
  test('keeps to a filter', async () => {
    const { out } = await run(['flows', '--format', 'jsonl', '--filter', 'src.ip == 10.0.0.5', capture]);
    expect(lines(out).map((flow) => flow['src.ip'])).toEqual(['10.0.0.5']);
  });
  test('shows where a filter is wrong, before anything is read', async () => {
    const { status, out, err } = await run(['flows', '--filter', 'ip.scr == 10.0.0.5', 'three.pcap']);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain('  ip.scr == 10.0.0.5\n  ^^^^^^\n');
  });
  test('writes a table and a Parquet file', async () => {
    expect((await run(['flows', capture])).out).toMatch(/^Start +Duration +Transport +Source/);
    expect((await run(['flows', capture, '--format', 'parquet', '--output', 'flows.parquet'])).status).toBe(0);
    expect(readFileSync(join(dir, 'flows.parquet')).subarray(0, 4).toString()).toBe('PAR1');
    expect((await run(['flows', capture, '--format', 'parquet'])).status).toBe(2);
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
    expect(lines(out)).toMatchObject([{ packets: 3, duration: 1 }]);
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
      flows: 2,
      first: '2024-10-21T19:25:46.123000Z',
      last: '2024-10-21T19:25:46.623000Z',
      format: 'pcap',
      accounts: { decoded: 3, truncated: 0, malformed: 0, unsupported: 0 },
      warnings: [],
    });
    expect(summary.files[0].sha256).toMatch(/^[0-9a-f]{64}$/);
  });
  test('is a table without more words', async () => {
    expect((await run(['summary', 'three.pcap'])).out).toMatch(/Packets +3 /);
  });
});

describe('bad input is told in one line', () => {
  test.each([
    ['empty.pcap', Buffer.alloc(0), /^capscope: .*empty\.pcap: the file is empty \(0 bytes\)\n$/],
    ['text.pcap', Buffer.from('not a capture at all\n'), /^capscope: .*text\.pcap: not a capture file/],
  ])('%s', async (name, content, line) => {
    writeFileSync(join(dir, name), content);
    for (const command of ['flows', 'summary']) {
      const { status, out, err } = await run([command, name]);
      expect({ status, out }).toEqual({ status: 1, out: '' });
      expect(err).toMatch(line);
    }
  });
  test('a file that is not there, and a folder', async () => {
    expect(await run(['flows', 'none.pcap'])).toMatchObject({
      status: 1,
      err: 'capscope: none.pcap: there is no such file\n',
    });
    expect(await run(['flows', '.'])).toMatchObject({
      status: 1,
      err: 'capscope: .: this is a folder, not a capture file\n',
    });
  });
  test('a capture cut off in the middle keeps its whole packets and names the byte', async () => {
    const whole = readFileSync(capture);
    writeFileSync(join(dir, 'cut.pcap'), whole.subarray(0, whole.length - 3));
    const { status, out, err } = await run(['flows', '--format', 'jsonl', 'cut.pcap']);
    expect(status).toBe(0);
    expect(lines(out)).toHaveLength(1);
    expect(err).toMatch(/^capscope: cut\.pcap: byte \d+: /);
  });
});

describe('wrong usage', () => {
  test.each([
    [['fly'], /there is no command "fly"/],
    [['flows'], /needs a capture file/],
    [['flows', '--nope', 'a'], /--nope/],
    [['flows', '--format', 'xml', 'a'], /--format is one of table, jsonl, csv, parquet/],
    [['flows', 'https://example.com/a.pcap'], /curl -L/],
    [['serve', '--port', '99999'], /--port is a number/],
    [['serve', '--host', '0.0.0.0', '--port', '0', '--data-dir', 'd0'], /no logins/],
    [['serve', 'a.pcap'], /capscope open a\.pcap/],
  ])('%j', async (args, message) => {
    const { status, err } = await run(args);
    expect(status).toBe(2);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/^ +at /m);
  });
  test('help and version go to standard output', async () => {
    expect(await run(['--help'])).toMatchObject({ status: 0, out: expect.stringContaining('capscope flows FILE') });
    expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

test('the launcher works through a symbolic link', async () => {
  const link = join(dir, 'linked');
  symlinkSync(LAUNCHER, link);
  expect((await run(['--version'], { launcher: link })).status).toBe(0);
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
  test('of a file that can not be read leaves no dataset behind', async () => {
    const { status, err } = await run(['import', 'text.pcap', '--data-dir', 'data2']);
    expect(status).toBe(1);
    expect(err).toMatch(/not a capture file/);
    writeFileSync(join(dir, 'one.pcap'), manyFlows(1));
    expect((await run(['import', 'one.pcap', 'three.pcap', '--data-dir', 'data2'])).out).toMatch(
      /Dataset "one\.pcap": 4 packets/,
    );
  });
});
