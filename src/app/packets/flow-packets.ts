/** The packets of one flow, read back from its chunks. */
import { millis } from './fine-timeline.ts';
import { keyOfRow } from './flow-key.ts';
import type { FlowPacketsRequest, PacketPlace } from './requests.ts';
import { scanChunks } from './scan.ts';

/** Times of rows carry ns, times of packets here are ms in a double. */
const SLACK_MS = 0.001;

export function flowPackets({ chunks, flow }: FlowPacketsRequest): PacketPlace[] {
  const wanted = keyOfRow(flow, chunks[0]?.settings?.keyBy);
  const places: PacketPlace[] = [];
  scanChunks(
    chunks,
    millis(flow['start']) - SLACK_MS,
    millis(flow['end']) + SLACK_MS * 2,
    ({ key, time, origLen, capLen, offset }) => {
      if (key === wanted) places.push({ time, origLen, capLen, offset });
    },
  );
  return places;
}
