/** Reads packets back beside the HTTP thread: one request, one answer. */
import { parentPort } from 'node:worker_threads';
import { assertNever } from '#base/errors.ts';
import { fineTimeline } from './fine-timeline.ts';
import { flowPackets } from './flow-packets.ts';
import { listing } from './listing.ts';
import { readBytes } from './packet-bytes.ts';
import type { ScanRequest } from './requests.ts';

function answerTo(request: ScanRequest): unknown {
  switch (request.kind) {
    case 'timeline':
      return fineTimeline(request);
    case 'packets':
      return flowPackets(request);
    case 'listing':
      return listing(request);
    case 'packet':
      return readBytes(request);
    default:
      return assertNever(request);
  }
}

parentPort?.on('message', ({ id, request }: { readonly id: number; readonly request: ScanRequest }) => {
  try {
    const answer = answerTo(request);
    parentPort?.postMessage({ id, answer });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
