/** Flow logs, the whole way: the command on files as clouds write them. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { pcapOf } from './captures.ts';
import { rowsOf, run } from './command.ts';

const dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
};
const AWS = [
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status',
  '2 1 eni-0a 10.0.0.4 93.184.216.34 51000 443 6 10 1500 1700000000 1700000060 ACCEPT OK',
  '2 1 eni-0a 93.184.216.34 10.0.0.4 443 51000 6 8 9000 1700000000 1700000060 ACCEPT OK',
  '2 1 eni-0a 198.51.100.7 10.0.0.4 40000 22 6 1 44 1700000010 1700000030 REJECT OK',
].join('\n');

test('a log is flows like any other: filters, countries and services hold, compressed, too', async () => {
  for (const path of [file('vpc.log', AWS), file('vpc.log.gz', gzipSync(AWS))]) {
    const { status, out, err } = await run(['flows', '--format', 'jsonl', path]);
    expect(`${status} ${err}`).toBe('0 ');
    const rows = rowsOf(out).map((row) => [
      row['src.ip'],
      row['dst.port'],
      row.bytes,
      row.decision,
      row.app,
      row['app.by'],
    ]);
    expect(rows).toEqual([
      ['10.0.0.4', 443, 10500, 'allowed', 'tls', 'port'],
      ['198.51.100.7', 22, 44, 'denied', 'ssh', 'port'],
    ]);
    const denied = await run([
      'flows',
      '--format',
      'jsonl',
      '--filter',
      'decision == denied and nic == "eni-0a"',
      path,
    ]);
    expect(rowsOf(denied.out)).toHaveLength(1);
  }
});

test('packets and logs in one dataset are told apart by their source, and never added up unseen', async () => {
  const capture = pcapOf([{ time: 1_699_999_999_000, from: '10.0.0.4:5000', to: '10.0.0.5:6000', payload: 'hello' }]);
  const paths = [file('a.pcap', capture), file('b.log', AWS)];
  const { out } = await run(['flows', '--format', 'jsonl', ...paths]);
  expect(rowsOf(out).map((row) => row.source ?? 'packets')).toEqual([
    'packets',
    'aws vpc flow log',
    'aws vpc flow log',
  ]);
  const summary = JSON.parse((await run(['summary', '--format', 'json', ...paths])).out) as { packets: number };
  expect(summary.packets).toBe(1);
});

test("another service's log is refused with one line", async () => {
  const path = file(
    'PT1H.json',
    '{"records":[{"category":"AuditEvent","resourceId":"/X","operationName":"VaultGet"}]}',
  );
  const { status, out, err } = await run(['flows', path]);
  expect(`${status}${out}`).toBe('1');
  expect(err).toBe(`capscope: PT1H.json: it is a log of Azure, but of "AuditEvent" and not of network flows\n`);
});

const CORPUS = process.env.CAPSCOPE_CORPUS ?? '../shared/corpus';
const sample = join(CORPUS, 'flowlogs/microsoft-azure-docs/vnet-flow-logs-overview.sample.json');

describe.skipIf(!existsSync(sample))("the VNet sample of Azure's documents", () => {
  test('volumes and denials equal the sums of its tuples', async () => {
    const tuples = Array.from(readFileSync(sample, 'utf8').matchAll(/"(\d{10,13},[^"]+)"/g), ([, tuple]) =>
      tuple!.split(','),
    );
    const sum = (column: number): number => tuples.reduce((total, tuple) => total + Number(tuple[column]), 0);
    const rows = rowsOf((await run(['flows', '--format', 'jsonl', sample])).out);
    const total = (key: string): number => rows.reduce((all, row) => all + Number(row[key]), 0);
    expect({
      sent: [total('src.packets'), total('src.bytes')],
      received: [total('dst.packets'), total('dst.bytes')],
      denied: rows.filter((row) => row.decision === 'denied').length,
      begun: rows.filter((row) => row.decision === 'allowed').length,
    }).toEqual({
      sent: [sum(9), sum(10)],
      received: [sum(11), sum(12)],
      denied: tuples.filter((tuple) => tuple[7] === 'D').length,
      begun: tuples.filter((tuple) => tuple[7] === 'B').length,
    });
  });
});

test('counts that no network has are bounded, and every filter of sizes is answered', async () => {
  const lines = [AWS.split('\n')[0]!];
  for (let second = 0; second < 20; second++)
    for (const ends of ['10.0.0.4 93.184.216.34 51000 443', '93.184.216.34 10.0.0.4 443 51000'])
      lines.push(
        `2 1 eni-0a ${ends} 6 4294967295 999999999999999 ${1700000000 + second} ${1700000001 + second} ACCEPT OK`,
      );
  const path = file('most.log', lines.join('\n'));
  const filter = 'packet.size > 1 and bytes > 1 and packets > 8589934589';
  const { status, out, err } = await run(['flows', '--format', 'jsonl', '--filter', filter, path]);
  expect(`${status} ${err}`).toBe('0 ');
  expect(rowsOf(out).map((row) => [row['src.bytes'], row['dst.bytes'], row.packets])).toEqual([
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 2 * (2 ** 32 - 1)],
  ]);
});
