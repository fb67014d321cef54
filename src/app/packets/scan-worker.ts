/** Reads packets back beside the HTTP thread: one request, one answer. */
import { parentPort } from 'node:worker_threads';
import { fineTimeline } from './fine-timeline.ts';
import { flowPackets } from './flow-packets.ts';
import type { ScanRequest } from './requests.ts';

parentPort?.on('message', ({ id, request }: { readonly id: number; readonly request: ScanRequest }) => {
  try {
    const answer = request.kind === 'timeline' ? fineTimeline(request) : flowPackets(request);
    parentPort?.postMessage({ id, answer });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
