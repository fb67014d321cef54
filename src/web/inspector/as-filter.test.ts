import { expect, test } from 'vitest';
import { parseFilter } from '#query/filter.ts';
import { filterOf } from './as-filter.ts';

test('a flow is told by its transport, addresses and ports', () => {
  const row = {
    id: 7,
    'ip.proto': 'tcp',
    'src.ip': '10.0.0.4',
    'src.port': 51234,
    'dst.ip': '2001:db8::1',
    'dst.port': 443,
  };
  const filter = filterOf(row);
  expect(filter).toBe(
    'ip.proto == tcp and src.ip == 10.0.0.4 and src.port == 51234 and dst.ip == 2001:db8::1 and dst.port == 443',
  );
  expect(parseFilter(filter).ok).toBe(true);
});

test('a flow between stations is told by their hardware addresses', () => {
  expect(filterOf({ id: 8, 'ip.proto': 'lldp', 'src.mac': '00:0d:3a:01:02:03' })).toBe(
    'ip.proto == lldp and src.mac == 00:0d:3a:01:02:03',
  );
});
