import { expect, test } from 'vitest';
import { parseFilter } from '#query/filter.ts';
import { hierarchy, layerFilter, shallow } from './hierarchy.ts';

const row = (stack: string, app: string | undefined, service: string | undefined, bytes: number) => ({
  values: [stack, app, service],
  flows: 1,
  bytes,
  packets: 1,
  sentBytes: bytes,
  receivedBytes: 0,
  sentPackets: 1,
  receivedPackets: 0,
});

test('each layer holds what lies in it, and no more', () => {
  const tree = hierarchy(
    [
      row('eth:ipv4:tcp', 'tls', 'github', 70),
      row('eth:ipv4:tcp', 'tls', undefined, 20),
      row('eth:ipv4:udp', 'dns', undefined, 9),
      row('eth:arp', undefined, undefined, 1),
    ],
    (volume) => volume.bytes,
  );
  expect(tree.map((one) => [one.name, one.volume.bytes])).toEqual([['eth', 100]]);
  expect(tree[0]!.children.map((one) => [one.name, one.volume.bytes])).toEqual([
    ['ipv4', 99],
    ['arp', 1],
  ]);
  const tls = tree[0]!.children[0]!.children[0]!.children[0]!;
  expect([tls.name, tls.volume.bytes, tls.children.map((one) => one.name)]).toEqual(['tls', 90, ['github']]);
});

test('a layer is a filter: the headers up to it, not those that only begin alike', () => {
  const [eth] = hierarchy([row('eth:ipv4:tcp', 'tls', undefined, 1)], (volume) => volume.bytes);
  const filter = layerFilter(eth!.children[0]!);
  expect(filter).toBe('stack matches "^eth:ipv4(:|$)"');
  expect(parseFilter(filter).ok).toBe(true);
  expect(/^eth:ipv4(:|$)/.test('eth:ipv46')).toBe(false);
});

test('one packet in many tunnels leaves the rings as wide as the traffic needs', () => {
  const tree = hierarchy(
    [row('eth:ipv4:tcp', 'tls', 'github', 995), row('eth:ipv4:gre:ipv4:gre:ipv4:gre:ipv4:udp', 'dns', undefined, 5)],
    (volume) => volume.bytes,
  );
  const depthOf = (layers: typeof tree): number =>
    layers.reduce((most, layer) => Math.max(most, layer.depth, depthOf(layer.children)), 0);
  expect(depthOf(tree)).toBe(9);
  const cut = shallow(tree, ({ volume }) => volume.bytes >= 10);
  expect(depthOf(cut)).toBe(4);
  expect(cut[0]!.volume.bytes).toBe(1000);
});
