import { expect, test } from 'vitest';
import { sasFindings, sasOf, sasWords } from './azure-sas.ts';
import { targetOf } from './target.ts';

const HOUR = 3_600_000;
const AT = Date.parse('2025-01-31T18:00:00Z');
const SERVICE =
  'sv=2022-11-02&st=2025-01-31T16%3A00%3A00Z&se=2025-02-01T16%3A00%3A00Z&sr=b&sp=r&spr=https&sig=BASE64%3D';
const words = (query: string): string => sasWords(sasOf(query)!);
const findings = (query: string, now = AT): readonly string[] =>
  sasFindings(sasOf(query)!, now).map(({ weight, message }) => `${weight}: ${message}`);

test('each kind is told from the others, in any order of parameters', () => {
  expect(words(SERVICE)).toBe('service SAS of a blob: read, until 2025-02-01 16:00 UTC, https only');
  expect(words('?sig=B%3D&sp=r&sr=b&sv=2022-11-02')).toBe('service SAS of a blob: read, end not told');
  expect(words('sv=2022-11-02&si=readpolicy&sr=c&sig=B%3D')).toBe(
    'service SAS of a container: as the stored policy "readpolicy" allows, end not told',
  );
  expect(words('sv=2022-11-02&ss=b&srt=co&sp=rl&se=2025-02-01T16%3A00%3A00Z&sip=192.0.2.1-192.0.2.9&sig=B%3D')).toBe(
    'account SAS of an account: read, list, until 2025-02-01 16:00 UTC, only from 192.0.2.1-192.0.2.9',
  );
  expect(
    words('sp=r&se=2025-02-03T00%3A00Z&skoid=G&sktid=G&ske=2025-02-02&sks=b&skv=2022-11-02&sv=2022-11-02&sr=b&sig=B'),
  ).toBe('user delegation SAS of a blob: read, until 2025-02-02 00:00 UTC');
});

test('a query without signature is none', () => {
  expect(['', '?a=b', 'sig=x', 'sv=2022-11-02&sig=x', 'sv=2022-11-02&sr=zz&sig=x'].map(sasOf)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('what keeps it from reading is told before anything is fetched', () => {
  expect(findings(SERVICE)).toEqual([]);
  expect(findings('sv=2022-11-02&sr=c&sp=l&sig=x')).toEqual([
    'stop: this signature allows listing only: ask for one with read permission (sp=rl)',
  ]);
  expect(findings('sv=2022-11-02&sr=b&sp=wc&sig=x')).toEqual([
    'stop: this signature does not allow reading: ask for one with read permission (sp=r)',
  ]);
  expect(findings('sv=2022-11-02&sr=b&sp=r&sduoid=G&sig=x')).toEqual([
    'stop: this signature works only together with the sign-in of one user; ask for one without',
  ]);
});

test('a quarter of an hour too early or too late is the clocks, more is the signature', () => {
  const end = Date.parse('2025-02-01T16:00:00Z');
  const start = Date.parse('2025-01-31T16:00:00Z');
  expect(findings(SERVICE, end + 14 * 60_000)[0]).toMatch(/^warn: this signature ended at 2025-02-01 16:00 UTC/);
  expect(findings(SERVICE, end + HOUR)).toEqual([
    'stop: this signature ended at 2025-02-01 16:00 UTC: ask for a new one',
  ]);
  expect(findings(SERVICE, start - 14 * 60_000)[0]).toMatch(/^warn: .*clocks/);
  expect(findings(SERVICE, start - HOUR)).toEqual([
    'stop: this signature is valid from 2025-01-31 16:00 UTC on: try again then',
  ]);
});

test('the query goes on byte for byte, http to Azure becomes https, and nothing of it is shown', () => {
  const target = targetOf(`  http://acct.blob.core.windows.net/c/pc%201.cap?${SERVICE}  `);
  expect(target.url.href).toBe(`https://acct.blob.core.windows.net/c/pc%201.cap?${SERVICE}`);
  expect(target.shown).toBe('https://acct.blob.core.windows.net/c/pc%201.cap');
  expect(target.name).toBe('pc 1.cap');
  expect(targetOf('http://example.com/a.pcap').url.protocol).toBe('http:');
});
