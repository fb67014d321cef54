import { expect, test } from 'vitest';
import { FlowTable } from './flow-table.ts';

const line = (row: Record<string, string | number>): string =>
  new FlowTable()
    .text([{ id: 0, ...row }])
    .split('\n')[1]!
    .trim();

test('ends are written as address and port, those of IPv6 in brackets', () => {
  const ends = {
    'src.ip': '192.0.2.1',
    'src.port': 49152,
    'dst.ip': '2001:db8::1',
    'dst.port': 443,
    'ip.proto': 'tcp',
  };
  expect(line(ends)).toContain('192.0.2.1:49152  [2001:db8::1]:443');
});
test('a port that was not captured is neither 0 nor left out', () => {
  expect(line({ 'src.ip': '192.0.2.1', 'dst.ip': '192.0.2.2', 'ip.proto': 'udp' })).toContain(
    '192.0.2.1:(port not captured)  192.0.2.2:(port not captured)',
  );
});
test('what has no ports shows none', () => {
  expect(line({ 'src.ip': '192.0.2.1', 'dst.ip': '192.0.2.2', 'ip.proto': 'esp' })).toContain('192.0.2.1  192.0.2.2 ');
});
