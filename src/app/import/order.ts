/** The order of an import's files in time: by their first packets, those without packets last. */
import type { EpochSec } from '#capture/packets.ts';
import { createPackets } from '#capture/packets.ts';
import { openCaptureReader } from '#sources/capture-reader.ts';
import type { DecodeFile } from './decode-protocol.ts';

export interface Ordered {
  /** indexes into `files`, in time order */
  readonly order: readonly number[];
  /** second of the first packet of all; undefined when there is no packet */
  readonly epochSec: EpochSec | undefined;
}

const HEAD_BYTES = 64 * 1024;

/** Looks at the head of each file. AppError when one can't be read. */
export function orderInTime(files: readonly DecodeFile[]): Ordered {
  const buffer = new Uint8Array(HEAD_BYTES);
  const starts = files.map((file) => {
    const reader = openCaptureReader(file.source, { buffer, packets: createPackets(1) });
    try {
      if (!reader.next() || reader.epochSec === undefined) return { sec: Number.POSITIVE_INFINITY, ns: 0 };
      return { sec: reader.epochSec, ns: reader.packets.time[0]! };
    } finally {
      reader.close();
    }
  });
  const order = files.map((_, index) => index);
  order.sort((a, b) => {
    const one = starts[a]!;
    const two = starts[b]!;
    return one.sec === two.sec ? one.ns - two.ns || a - b : one.sec < two.sec ? -1 : 1;
  });
  const first = starts[order[0]!]?.sec;
  return { order, epochSec: first === undefined || !Number.isFinite(first) ? undefined : first };
}
