/** Ports that a flow has, but whose bytes were not captured. */
import type { FlowRow } from './question.ts';

/** Those whose ports are read, by their keyword. */
const WITH_PORTS: ReadonlySet<unknown> = new Set(['tcp', 'udp', 'sctp', 'dccp', 'udplite']);

/** What isPortMissing reads. */
export const PORT_FIELDS = ['src.port', 'dst.port', 'ip.proto', 'source'] as const;

/**
 * True for packets that were cut off before their ports (a small snapLen), or later fragments of one whose beginning is not in
 * the capture. Both ports are known or none is.
 */
export function isPortMissing(row: FlowRow): boolean {
  return row['src.port'] === undefined && row.source === undefined && WITH_PORTS.has(row['ip.proto']);
}
