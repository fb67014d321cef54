/**
 * Reads packets back from the chunks of their capture files: for a flow's packets, for export, and for throughput in bins
 * finer than the store keeps. Synchronous; for worker threads.
 */
import { Duplicates } from '#flow/duplicates.ts';
import { Fate, type FragmentSink, Fragments } from '#flow/fragments.ts';
import { DEFAULT_SETTINGS, type DecodeSettings } from '#flow/settings.ts';
import { openCaptureReader } from '#sources/capture-reader.ts';
import { createHeaders, type Headers } from '#wire/headers.ts';
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
  /** those of the file's import */
  readonly settings?: DecodeSettings;
}

export interface ScannedPacket {
  /** ms since 1970 UTC */
  readonly time: number;
  readonly origLen: number;
  readonly capLen: number;
  readonly key: string;
  /** byte in the file */
  readonly offset: number;
  readonly linkType: number;
  /** which of the chunks it lies in */
  readonly chunk: number;
  /** of the packet; good until the next one */
  readonly headers: Headers;
}

/** Calls back with each packet of the chunks whose time is in [from, to), ms since 1970 UTC. */
export function scanChunks(
  chunks: readonly ChunkToScan[],
  from: number,
  to: number,
  visit: (packet: ScannedPacket) => void,
): void {
  let decoder: Decoder | undefined;
  let buffer: Uint8Array | undefined;
  for (const [number, chunk] of chunks.entries()) {
    decoder = decoderFor(chunk.settings ?? DEFAULT_SETTINGS, decoder);
    const { h, fragments, duplicates, settings } = decoder;
    const reader = openCaptureReader(
      { kind: 'file', path: chunk.path },
      { range: chunk, ...(buffer === undefined ? {} : { buffer }) },
    );
    try {
      while (reader.next()) {
        const { packets, buf } = reader;
        const base = (reader.epochSec ?? 0) * 1000;
        const tell = (
          headers: Headers,
          ns: number,
          origLen: number,
          capLen: number,
          offset: number,
          linkType: number,
        ): void => {
          const time = base + ns / 1e6;
          if (time >= from && time < to) {
            const key = keyOfHeaders(headers, settings.keyBy);
            visit({ time, origLen, capLen, key, offset, linkType, chunk: number, headers });
          }
        };
        const sink: FragmentSink = {
          released: (of, packet) => tell(of, packet.time, packet.origLen, packet.capLen, packet.mark, packet.linkType),
          inspect: () => {},
        };
        for (let n = 0; n < packets.length; n++) {
          const off = packets.offset[n]!;
          const capLen = packets.capLen[n]!;
          const origLen = packets.origLen[n]!;
          const linkType = packets.linkType[n]!;
          const time = packets.time[n]!;
          readPacket(h, buf, off, off + capLen, off + Math.max(capLen, origLen), linkType);
          const mark = reader.bufStart + off;
          const own = h.fragmentOffset <= 0;
          let fate: Fate = Fate.Count;
          if (h.fragmentOffset >= 0 || h.carried === 1) {
            fate = fragments.visit(h, buf, off, { capLen, origLen, linkType, time, mark }, sink);
            if (fate === Fate.Kept) continue;
          }
          if (
            own &&
            h.ipVersion !== 0 &&
            settings.duplicates === 'drop' &&
            duplicates.visit(h, buf, off + capLen, time)
          ) {
            if (fate === Fate.CountThenTakeDue) fragments.takeDue(sink);
            continue;
          }
          tell(h, time, origLen, capLen, mark, linkType);
          if (fate === Fate.CountThenTakeDue) fragments.takeDue(sink);
        }
      }
      buffer = reader.buf;
    } finally {
      reader.close();
    }
  }
}

interface Decoder {
  readonly settings: DecodeSettings;
  readonly h: Headers;
  readonly fragments: Fragments;
  readonly duplicates: Duplicates;
}

/** The one before, where the settings are the same. */
function decoderFor(settings: DecodeSettings, before: Decoder | undefined): Decoder {
  if (before !== undefined && JSON.stringify(before.settings) === JSON.stringify(settings)) return before;
  const h = createHeaders({ tunnels: settings.tunnels });
  return { settings, h, fragments: new Fragments(h), duplicates: new Duplicates() };
}
