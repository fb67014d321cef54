import { expect, test } from 'vitest';
import { registrableDomain } from './domains.ts';

test.each([
  ['www.bbc.co.uk', 'bbc.co.uk'],
  ['mystore.blob.core.windows.net', 'windows.net'],
  ['WWW.Example.COM.', 'example.com'],
  ['shop.example.nl:8443', 'example.nl'],
  ['_sip._tcp.example.org', 'example.org'],
  ['printer.corp.local', 'corp.local'],
  ['co.uk', undefined],
  ['localhost', undefined],
  ['10.0.0.1', undefined],
  ['[2001:db8::1]:443', undefined],
  ['2001:db8::1', undefined],
  ['', undefined],
  ['..', undefined],
])('%j → %s', (host, domain) => {
  expect(registrableDomain(host)).toBe(domain);
});

test('any text of any length has an answer', () => {
  expect(registrableDomain(`${'a.'.repeat(5000)}example.com`)).toBe('example.com');
  expect(registrableDomain('\u0000\ud800 .. \u202e.com')).toBeTypeOf('string');
});
