import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultDataDir, holderOf, takeDataDir } from './data-dir.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const lockPath = (): string => join(dir, 'lock.json');

test('each system has its place for data', () => {
  const home = '/home/ada';
  expect(defaultDataDir({ env: {}, platform: 'linux', home })).toBe('/home/ada/.local/share/capscope');
  expect(defaultDataDir({ env: { XDG_DATA_HOME: '/data' }, platform: 'linux', home })).toBe('/data/capscope');
  expect(defaultDataDir({ env: {}, platform: 'darwin', home })).toBe('/home/ada/Library/Application Support/Capscope');
  expect(defaultDataDir({ env: { LOCALAPPDATA: '/local' }, platform: 'win32', home })).toBe('/local/Capscope');
});

test.skipIf(process.platform === 'win32')('a data directory that is made is read by nobody else', () => {
  const own = join(dir, 'of', 'mine');
  takeDataDir(own, Date.now()).release();
  expect(statSync(own).mode & 0o777).toBe(0o700);
});

test('a second taker is told who has the directory, and where it serves', () => {
  const taken = takeDataDir(dir, Date.now());
  expect(() => takeDataDir(dir, Date.now())).toThrow(/another Capscope \(process \d+\)/);
  taken.announce(9877);
  expect(holderOf(dir, Date.now())).toMatchObject({ pid: process.pid, port: 9877 });
  taken.release();
  expect(existsSync(lockPath())).toBe(false);
  takeDataDir(dir, Date.now()).release();
});

test('a lock whose process has died is taken', () => {
  writeFileSync(lockPath(), JSON.stringify({ pid: 2 ** 22 + 1, since: 1 }));
  expect(holderOf(dir, Date.now())).toBeUndefined();
  takeDataDir(dir, Date.now()).release();
});

test('a lock of an earlier process with our own number is taken, as in a restarted container', () => {
  writeFileSync(lockPath(), JSON.stringify({ pid: process.pid, since: 1 }));
  takeDataDir(dir, Date.now()).release();
});

test.runIf(process.platform === 'linux')('a number that now belongs to another process is no holder', () => {
  writeFileSync(lockPath(), JSON.stringify({ pid: process.ppid, since: 1, birth: '1' }));
  takeDataDir(dir, Date.now()).release();
});

test('a lock that is no JSON is taken', () => {
  writeFileSync(lockPath(), '{"pid"');
  const taken = takeDataDir(dir, 5);
  expect(JSON.parse(readFileSync(lockPath(), 'utf8'))).toMatchObject({ pid: process.pid, since: 5 });
  taken.release();
});
