/**
 * Reads packets back from the chunks of their capture files: for a flow's packets, for export, and for throughput in bins
 * finer than the store keeps. Synchronous; for worker threads.
 */
import { FragmentPorts } from '#flow/fragments.ts';
import { openCaptureReader } from '#sources/capture-reader.ts';
import { createHeaders } from '#wire/headers.ts';
import { readPacket } from '#wire/packet.ts';
import { keyOfHeaders } from './flow-key.ts';

/** A chunk to read: which file, which bytes, and what the framer must know there. */
export interface ChunkToScan {
  readonly path: string;
  /** number within the file */
  readonly number: number;
  readonly start: number;
  readonly end: number;
  readonly state: string;
}

export interface ScannedPacket {
  /** ms since 1970 UTC */
  readonly time: number;
  readonly origLen: number;
  readonly capLen: number;
  readonly key: string;
  /** byte in the file */
  readonly offset: number;
}

/** Calls back with each packet of the chunks whose time is in [from, to), ms since 1970 UTC. */
export function scanChunks(
  chunks: readonly ChunkToScan[],
  from: number,
  to: number,
  visit: (packet: ScannedPacket) => void,
): void {
  const h = createHeaders();
  const fragments = new FragmentPorts();
  let buffer: Uint8Array | undefined;
  for (const chunk of chunks) {
    const reader = openCaptureReader(
      { kind: 'file', path: chunk.path },
      { range: chunk, ...(buffer === undefined ? {} : { buffer }) },
    );
    try {
      while (reader.next()) {
        const { packets, buf } = reader;
        const base = (reader.epochSec ?? 0) * 1000;
        for (let n = 0; n < packets.length; n++) {
          const time = base + packets.time[n]! / 1e6;
          const off = packets.offset[n]!;
          const capLen = packets.capLen[n]!;
          const origLen = packets.origLen[n]!;
          readPacket(h, buf, off, off + capLen, off + Math.max(capLen, origLen), packets.linkType[n]!);
          if (h.fragmentOffset >= 0) fragments.visit(h);
          if (time < from || time >= to) continue;
          visit({ time, origLen, capLen, key: keyOfHeaders(h), offset: reader.bufStart + off });
        }
      }
      buffer = reader.buf;
    } finally {
      reader.close();
    }
  }
}
