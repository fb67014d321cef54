import { expect, test } from 'vitest';
import { graphOf } from './sankey.ts';

const sources = [
  { from: 'private', to: 'tls', value: 70 },
  { from: 'US', to: 'tls', value: 20 },
  { from: 'private', to: undefined, value: 10 },
];
const targets = [
  { from: 'tls', to: 'NL', value: 60 },
  { from: 'tls', to: undefined, value: 30 },
  { from: undefined, to: 'NL', value: 10 },
];

test('what goes into an application comes out of it, and each side adds up to the whole', () => {
  const { nodes, links, total } = graphOf(sources, targets);
  expect(total).toBe(100);
  const tls = nodes.find((node) => node.id === 'app:tls')!;
  const sum = (end: 'from' | 'to') =>
    links.filter((link) => link[end] === tls).reduce((all, link) => all + link.value, 0);
  expect([tls.volume, sum('to'), sum('from')]).toEqual([90, 90, 90]);
  for (const side of ['source', 'app', 'target'])
    expect(
      nodes.filter((node) => node.side === side).reduce((all, node) => all + node.volume, 0),
      side,
    ).toBe(100);
});

test('the same country at both ends is two nodes', () => {
  const { nodes } = graphOf([{ from: 'US', to: 'dns', value: 1 }], [{ from: 'dns', to: 'US', value: 1 }]);
  expect(nodes.map((node) => [node.field, node.value])).toEqual([
    ['src.country', 'US'],
    ['app', 'dns'],
    ['dst.country', 'US'],
  ]);
});

test('other stands last, whatever its size', () => {
  const { nodes } = graphOf(
    [],
    [
      { from: undefined, to: 'NL', value: 9 },
      { from: 'ssh', to: 'NL', value: 1 },
    ],
  );
  expect(nodes.filter((node) => node.side === 'app').map((node) => node.value)).toEqual(['ssh', undefined]);
});
