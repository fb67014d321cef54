/**
 * `node scripts/measure-inspection.ts FILE… [--rounds N]`: what it costs to tell applications. Each capture goes through one flow table
 * twice a round, with inspection and without, in turn, in this process and on one core; prints CPU time of both (least of the rounds),
 * and of their difference nanoseconds per inspected packet and flows inspected per second. Writing the flows' rows counts on both sides,
 * reading of the facts on one.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createEngine } from '#dissect/engine.ts';
import type { Inspector } from '#flow/inspector.ts';
import { decodeFlows } from '../tests/decoded.ts';

const MAX_FLOWS = 2_000_000;
const NS_PER_US = 1000;

interface Counted {
  packets: number;
  flows: number;
  /** packets handed to inspection, and flows of which any was */
  inspected: number;
  inspectedFlows: number;
}

/** Wants nothing of any flow. */
const SILENT: Inspector = {
  grow: () => undefined,
  open: () => false,
  inspect: () => false,
  emit: () => undefined,
  close: () => undefined,
};

/** Counts what goes to the engine; for a pass that is not timed. */
function counting(engine: Inspector, counted: Counted): Inspector {
  const seen = new Set<number>();
  return {
    grow: (capacity) => engine.grow(capacity),
    open: (slot, ...rest) => engine.open(slot, ...rest),
    inspect: (slot, payload) => {
      counted.inspected++;
      seen.add(slot);
      return engine.inspect(slot, payload);
    },
    emit: (slot, srcPort, dstPort, batch, row) => engine.emit(slot, srcPort, dstPort, batch, row),
    close: (slot) => {
      if (seen.delete(slot)) counted.inspectedFlows++;
      engine.close(slot);
    },
  };
}

function decode(path: string, inspector: Inspector, counted?: Counted): void {
  decodeFlows(path, {
    inspector,
    maxFlows: MAX_FLOWS,
    onFlow() {
      if (counted !== undefined) counted.flows++;
    },
    onPackets(packets) {
      if (counted !== undefined) counted.packets += packets;
    },
  });
}

/** µs of CPU, user and system. */
function cpuOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '3' } },
});
const files = positionals.flatMap((path) =>
  statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path],
);
const captures = files.filter((path) => /\.(pcap|pcapng|cap)$/.test(path));
if (captures.length === 0) {
  console.error('usage: node scripts/measure-inspection.ts FILE|FOLDER… [--rounds N]');
  process.exit(2);
}

const counted: Counted = { packets: 0, flows: 0, inspected: 0, inspectedFlows: 0 };
const readable = captures.filter((path) => {
  try {
    decode(path, counting(createEngine(), counted), counted);
    return true;
  } catch {
    return false;
  }
});
const passes: Readonly<Record<'with' | 'without', number[]>> = { with: [], without: [] };
for (let round = 0; round < Math.max(1, Number(values.rounds)); round++) {
  passes.without.push(cpuOf(() => readable.forEach((path) => void decode(path, SILENT))));
  passes.with.push(cpuOf(() => readable.forEach((path) => void decode(path, createEngine()))));
}
const [without, inspecting] = [Math.min(...passes.without), Math.min(...passes.with)];
const spent = Math.max(1, inspecting - without);
console.log(`captures            ${readable.length} of ${captures.length}`);
console.log(`packets, flows      ${counted.packets}, ${counted.flows}`);
console.log(`inspected           ${counted.inspected} packets of ${counted.inspectedFlows} flows`);
console.log(`CPU without, with   ${(without / 1e6).toFixed(2)} s, ${(inspecting / 1e6).toFixed(2)} s`);
console.log(`ns / inspected      ${Math.round((spent * NS_PER_US) / Math.max(1, counted.inspected))}`);
console.log(`ns / packet         ${Math.round((spent * NS_PER_US) / Math.max(1, counted.packets))}`);
console.log(`inspected flows / s ${Math.round(counted.inspectedFlows / (spent / 1e6))}`);
