import { expect, test } from 'vitest';
import { chartColors } from '../../style/theme.ts';
import { distance, tonesOf } from './tones.ts';

/** The first of them. */
const COMMON = 6;
const PROTOCOLS = ['tcp', 'udp', 'icmp', 'icmp6', 'igmp', 'arp', 'esp', 'gre', 'sctp', 'ospf', 'pim', 'vrrp'];

test.each(['light', 'dark'] as const)('%s: no two transports in a bar look alike', (scheme) => {
  const values = [...PROTOCOLS, 'ah', 'egp', undefined];
  const tones = tonesOf(chartColors(scheme), 'ip.proto', values);
  for (const [at, one] of tones.entries())
    for (const [before, other] of tones.slice(0, at).entries())
      expect(distance(one, other), `${values[at]} ${values[before]}`).toBeGreaterThan(at < COMMON ? 35 : 16);
});

test('a common value keeps its colour, whatever stands beside it', () => {
  const colors = chartColors('light');
  const [alone] = tonesOf(colors, 'ip.proto', ['igmp']);
  expect(tonesOf(colors, 'ip.proto', ['tcp', 'x', 'igmp'])[2]).toBe(alone);
});

test('a transport that is an application has its colour', () => {
  const colors = chartColors('dark');
  expect(tonesOf(colors, 'ip.proto', ['tcp', 'arp', 'icmp6']).slice(1)).toEqual([
    colors.app('arp'),
    colors.app('icmp6'),
  ]);
});
