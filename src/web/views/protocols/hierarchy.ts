/** The tree of layers: link, network, transport, application, service, from groups of flows. Pure. */

import type { Volume } from '#query/question.ts';
import { t } from '../../language/t.ts';
import { NO_VOLUME, plus } from '../../state/marked.ts';

export interface Layer {
  /** names from the root, joined: different for each */
  readonly id: string;
  readonly name: string;
  readonly depth: number;
  readonly volume: Volume;
  /** what leaves just the flows of it, as filter parts of one field each */
  readonly of: { readonly field: string; readonly value: string | number | boolean | undefined };
  readonly children: readonly Layer[];
}

interface Building {
  readonly id: string;
  readonly name: string;
  readonly depth: number;
  volume: Volume;
  readonly of: Layer['of'];
  readonly children: Map<string, Building>;
}

export interface StackRow extends Volume {
  /** stack, app, service */
  readonly values: readonly (string | number | boolean | undefined)[];
}

/** Rows of [stack, app, service] as a tree: each header of the stack a step, then the application, then the service. */
export function hierarchy(rows: readonly StackRow[], order: (volume: Volume) => number): readonly Layer[] {
  const roots = new Map<string, Building>();
  for (const row of rows) {
    const [stack, app, service] = row.values;
    const headers = stack === undefined ? [t('no headers')] : String(stack).split(':');
    let level = roots;
    let id = '';
    const step = (name: string, of: Layer['of']) => {
      id = id === '' ? name : `${id}\t${name}`;
      let node = level.get(name);
      if (node === undefined) {
        node = { id, name, depth: id.split('\t').length - 1, volume: NO_VOLUME, of, children: new Map() };
        level.set(name, node);
      }
      node.volume = plus(node.volume, row);
      level = node.children;
    };
    for (const [at, header] of headers.entries()) {
      const isWhole = at === headers.length - 1;
      step(header, {
        field: 'stack',
        // the whole stack is a value of its own; a part of it is told by the headers so far
        value: stack === undefined ? undefined : isWhole ? String(stack) : headers.slice(0, at + 1).join(':'),
      });
    }
    if (app !== undefined) step(String(app), { field: 'app', value: app });
    if (service !== undefined) step(String(service), { field: 'service', value: service });
  }
  const finished = (nodes: Map<string, Building>): readonly Layer[] =>
    [...nodes.values()]
      .sort((a, b) => order(b.volume) - order(a.volume))
      .map(({ children, ...node }) => ({ ...node, children: finished(children) }));
  return finished(roots);
}

const deepest = (layers: readonly Layer[], isEnough: (layer: Layer) => boolean): number =>
  layers.reduce(
    (most, layer) => (isEnough(layer) ? Math.max(most, layer.depth, deepest(layer.children, isEnough)) : most),
    0,
  );

/** The tree down to the deepest layer that `isEnough` of the traffic reaches: a few packets in many tunnels leave no room for the rest. */
export function shallow(tree: readonly Layer[], isEnough: (layer: Layer) => boolean): readonly Layer[] {
  const last = deepest(tree, isEnough);
  const cut = (layers: readonly Layer[]): readonly Layer[] =>
    layers.map((layer) => ({ ...layer, children: layer.depth < last ? cut(layer.children) : [] }));
  return cut(tree);
}

/** The filter of one layer: the stack begins with its headers, or the application and service are these. */
export function layerFilter(layer: Layer): string {
  const { field, value } = layer.of;
  if (field !== 'stack') return `${field} == ${quoted(String(value))}`;
  if (value === undefined) return 'not stack';
  return `stack matches "^${String(value).replace(/[.*+?^${}()|[\]\\]/g, '\\\\$&')}(:|$)"`;
}

const quoted = (text: string) => (/^[\w.-]+$/.test(text) ? text : `"${text.replace(/[\\"]/g, '\\$&')}"`);
