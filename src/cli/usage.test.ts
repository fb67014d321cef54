import { expect, test } from 'vitest';
import { browserCommand } from './browser.ts';
import { readArguments, readCaptures, readChoice, readPort } from './usage.ts';

test('captures come from files and standard input, which is read once', () => {
  expect(readCaptures(['a.pcap', '-'], 'flows')).toEqual(['a.pcap', '-']);
  expect(() => readCaptures([], 'flows')).toThrow(/needs a capture file/);
  expect(() => readCaptures(['-', '-'], 'flows')).toThrow(/once/);
  expect(() => readCaptures(['https://example.com/a.pcap'], 'flows')).toThrow(/curl/);
  expect(readCaptures(['C:\\captures\\a.pcap'], 'flows')).toHaveLength(1);
});

test('ports and choices are checked', () => {
  expect(readPort(undefined, 9877)).toBe(9877);
  expect(readPort('0', 9877)).toBe(0);
  for (const port of ['-1', '65536', '80a', '']) expect(() => readPort(port, 1), port).toThrow(/--port/);
  expect(readChoice(undefined, ['table', 'json'], 'format')).toBe('table');
  expect(() => readChoice('xml', ['table', 'json'], 'format')).toThrow(/one of table, json/);
});

test('an option that is not there is told by name', () => {
  expect(() => readArguments(['--nope'], { port: { type: 'string' } })).toThrow(/--nope/);
});

test('a browser is opened only where somebody sees it', () => {
  expect(browserCommand({ env: {}, platform: 'linux' })).toBeUndefined();
  expect(browserCommand({ env: { DISPLAY: ':0' }, platform: 'linux' })).toEqual(['xdg-open']);
  expect(browserCommand({ env: { DISPLAY: ':0', CI: 'true' }, platform: 'linux' })).toBeUndefined();
  expect(browserCommand({ env: { SSH_CONNECTION: 'x' }, platform: 'darwin' })).toBeUndefined();
  expect(browserCommand({ env: {}, platform: 'darwin' })).toEqual(['open']);
});
