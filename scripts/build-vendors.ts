/** Compiles the table of hardware vendors (enrich/vendor-file.ts says its layout) from oui-data, the IEEE's registries. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packVendors } from '../src/enrich/vendor-file.ts';

interface Block {
  readonly low: number;
  readonly high: number;
  readonly name: string;
}

/** Makes vendors.bin in `outDir`. */
export function buildVendors(outDir: string): void {
  const path = createRequire(import.meta.url).resolve('oui-data');
  const registry = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  const blocks = Object.entries(registry).map(([prefix, entry]): Block => {
    const size = 16 ** (12 - prefix.length);
    const low = Number.parseInt(prefix, 16) * size;
    return { low, high: low + size - 1, name: nameOf(entry) };
  });
  writeFileSync(join(outDir, 'vendors.bin'), packVendors(disjoint(blocks)));
}

/** The organisation of an entry; its address follows on other lines. Blocks that are handed on in parts have none. */
function nameOf(entry: string): string {
  const name = entry.split('\n')[0]!.replace(/\s+/g, ' ').trim();
  return /^(IEEE Registration Authority|Private)$/i.test(name) ? '' : name;
}

/** Starts of disjoint stretches: a block within another cuts it in parts. Neighbours of one name are one. */
function disjoint(blocks: Block[]): [start: number, name: string][] {
  blocks.sort((a, b) => a.low - b.low || b.high - a.high);
  const rows: [number, string][] = [[0, '']];
  const open: Block[] = [];
  const put = (start: number, name: string): void => {
    if (rows.at(-1)![0] === start) rows.pop();
    if (rows.length === 0 || rows.at(-1)![1] !== name) rows.push([start, name]);
  };
  const closeBefore = (low: number): void => {
    while (open.length > 0 && open.at(-1)!.high < low) {
      const ended = open.pop()!;
      put(ended.high + 1, open.at(-1)?.name ?? '');
    }
  };
  for (const block of blocks) {
    closeBefore(block.low);
    put(block.low, block.name);
    open.push(block);
  }
  closeBefore(Number.POSITIVE_INFINITY);
  return rows;
}
