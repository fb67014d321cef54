/** Frames a whole file that is in memory. For tests and small captures; files go through sources/capture-reader.ts. */
import { openCapture } from './formats.ts';
import { type CaptureFault, type CaptureInfo, createPackets, type EpochSec } from './packets.ts';

export interface FramedPacket {
  readonly offset: number;
  readonly capLen: number;
  readonly origLen: number;
  readonly time: number;
  readonly linkType: number;
}

export interface FramedCapture {
  readonly packets: readonly FramedPacket[];
  readonly info: CaptureInfo;
  readonly fault: CaptureFault | undefined;
  readonly epochSec: EpochSec | undefined;
}

/** All packets of `file`; a string is the code of what is wrong with its header. */
export function frameAll(file: Uint8Array, epochSec?: EpochSec): FramedCapture | string {
  const opened = openCapture(file, epochSec);
  if (!opened.ok) return opened.code;
  const { framer } = opened;
  const block = createPackets(7);
  const packets: FramedPacket[] = [];
  let at = framer.position;
  do {
    block.length = 0;
    at = framer.read(file, at, file.length, Number.POSITIVE_INFINITY, block);
    for (let i = 0; i < block.length; i++)
      packets.push({
        offset: block.offset[i],
        capLen: block.capLen[i],
        origLen: block.origLen[i],
        time: block.time[i],
        linkType: block.linkType[i],
      });
  } while (block.length > 0);
  framer.finish(file.length - at);
  return { packets, info: framer.info, fault: framer.fault, epochSec: framer.epochSec };
}
