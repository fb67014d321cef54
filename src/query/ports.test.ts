import { describe, expect, test } from 'vitest';
import { isPortMissing } from './ports.ts';

describe('ports of a flow', () => {
  test('are missing where its transport has some and none was captured', () => {
    expect(isPortMissing({ id: 1, 'ip.proto': 'tcp' })).toBe(true);
    expect(isPortMissing({ id: 1, 'ip.proto': 'udplite' })).toBe(true);
  });
  test('are there, 0 as well', () => {
    expect(isPortMissing({ id: 1, 'ip.proto': 'udp', 'src.port': 0, 'dst.port': 0 })).toBe(false);
  });
  test('do not belong to other transports, nor to flows that a log tells of', () => {
    expect(isPortMissing({ id: 1, 'ip.proto': 'icmp' })).toBe(false);
    expect(isPortMissing({ id: 1, 'src.mac': '00:00:5e:00:53:01' })).toBe(false);
    expect(isPortMissing({ id: 1, 'ip.proto': 'tcp', source: 'azure' })).toBe(false);
  });
});
