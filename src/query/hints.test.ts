import { expect, test } from 'vitest';
import { parseFilter } from './filter.ts';

const said = (filter: string) => {
  const read = parseFilter(filter);
  return read.ok ? 'understood' : read.message;
};

test.each([
  ['port 443', 'an operator is missing: port == 443'],
  ['tcp and (port 80)', 'an operator is missing: port == 80'],
  ['host 10.0.0.5', 'an operator is missing: ip == 10.0.0.5'],
  ['host www.example.com', 'an operator is missing: host == www.example.com'],
  ['net 10.0.0.0/8', 'an operator is missing: ip == 10.0.0.0/8'],
  ['src 10.0.0.5', 'an operator is missing: src.ip == 10.0.0.5'],
  ['dst port 80', 'an operator is missing: dst.port == …'],
  ['tcp port 80', '"and" or "or" is missing before "port"'],
  ['app == tls dns', '"and" or "or" is missing before "dns"'],
  ['bytes > 1 MB', 'a unit stands right behind its number: 1MB'],
  ['10.0.0.5', 'a value needs its field: ip == 10.0.0.5'],
  ['443', 'a value needs its field: port == 443'],
  ['AS8075', 'a value needs its field: asn == AS8075'],
  ['app in tls', 'values stand in braces: app in {tls}'],
  ['app == {tls dns}', 'several values need in: app in { … }'],
  ['port == 99999', '"99999" is not a port, 0 to 65535'],
])('%s: %s', (filter, message) => expect(said(filter)).toBe(message));

test("Wireshark's numbers and short forms are the values they stand for", () => {
  const rootOf = (filter: string) => {
    const read = parseFilter(filter);
    return read.ok && read.root?.kind === 'compare' ? read.root.value : read;
  };
  expect(rootOf('dns.flags.rcode == 3')).toEqual({ kind: 'text', value: 'NXDOMAIN' });
  for (const short of ['1.2', 'tls1.2', 'TLSv1.2', '0x0303', '"TLS 1.2"'])
    expect(rootOf(`tls.version == ${short}`)).toEqual({ kind: 'text', value: 'TLS 1.2' });
});
