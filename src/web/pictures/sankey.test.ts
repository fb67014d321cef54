import { expect, test } from 'vitest';
import { pressed } from './links-panel.tsx';
import { graphOf, markedOf, type Node, piecesOf } from './sankey.ts';

const FIELDS = ['src.country', 'app', 'dst.country'];
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
  const { nodes, links, total } = graphOf(FIELDS, [sources, targets]);
  expect(total).toBe(100);
  const tls = nodes.find((node) => node.field === 'app' && node.value === 'tls')!;
  const sum = (end: 'from' | 'to') =>
    links.filter((link) => link[end] === tls).reduce((all, link) => all + link.value, 0);
  expect([tls.volume, sum('to'), sum('from')]).toEqual([90, 90, 90]);
  for (const side of [0, 1, 2])
    expect(
      nodes.filter((node) => node.side === side).reduce((all, node) => all + node.volume, 0),
      String(side),
    ).toBe(100);
});

test('two fields need one step', () => {
  const { nodes, total } = graphOf(['app', 'dst.country'], [targets]);
  expect(total).toBe(100);
  expect(nodes.map((node) => [node.field, node.value, node.volume])).toEqual([
    ['app', 'tls', 90],
    ['app', undefined, 10],
    ['dst.country', 'NL', 70],
    ['dst.country', undefined, 30],
  ]);
});

test('the same country at both ends is two nodes', () => {
  const { nodes } = graphOf(FIELDS, [[{ from: 'US', to: 'dns', value: 1 }], [{ from: 'dns', to: 'US', value: 1 }]]);
  expect(nodes.map((node) => [node.field, node.value])).toEqual([
    ['src.country', 'US'],
    ['app', 'dns'],
    ['dst.country', 'US'],
  ]);
});

test('other stands last, whatever its size', () => {
  const { nodes } = graphOf(
    ['app', 'dst.country'],
    [
      [
        { from: undefined, to: 'NL', value: 9 },
        { from: 'ssh', to: 'NL', value: 1 },
      ],
    ],
  );
  expect(nodes.filter((node) => node.field === 'app').map((node) => node.value)).toEqual(['ssh', undefined]);
});

test('a band includes both its ends, and excludes only where both hold', () => {
  const node = (field: string, value: string | undefined): Node => ({ id: '', side: 0, field, value, volume: 1 });
  const band = { from: node('app', 'tls'), to: node('dst.country', 'NL') };
  expect(pressed('', band, {})).toBe('app == tls and dst.country == NL');
  expect(pressed('bytes > 10', band, { altKey: true })).toBe('bytes > 10 and not (app == tls and dst.country == NL)');
  expect(pressed('', { from: node('app', ''), to: node('dst.country', undefined) }, { altKey: true })).toBe('app');
});

test('what is highlighted of bands and nodes adds up, values that are not shown among the others', () => {
  const graph = graphOf(['app', 'dst.country'], [targets]);
  const marked = markedOf([
    [
      { from: 'tls', to: 'NL', value: 25 },
      { from: undefined, to: 'NL', value: 10 },
      { from: 'tls', to: undefined, value: 3 },
    ],
  ]);
  const node = (field: string, value: string | undefined) =>
    marked.get(graph.nodes.find((one) => one.field === field && one.value === value)!.id);
  expect([
    node('app', 'tls'),
    node('app', undefined),
    node('dst.country', 'NL'),
    node('dst.country', undefined),
  ]).toEqual([28, 10, 35, 3]);
  const pieces = piecesOf(graph, marked);
  expect(pieces.reduce((sum, piece) => sum + piece.value, 0)).toBe(graph.total);
  expect(pieces.filter(({ look }) => look === 'full').map(({ value }) => value)).toEqual([25, 3, 10]);
});
