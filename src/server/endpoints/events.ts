import type { Change } from '#app/changes.ts';
import { endpoint } from '../endpoint.ts';

/** Keeps proxies and browsers from closing a silent connection. */
const HEARTBEAT_MS = 20_000;
/** A client that does not read is let go rather than buffered for. */
const MAX_BUFFERED_BYTES = 1024 * 1024;

export const events = endpoint({
  method: 'GET',
  path: '/api/events',
  summary: 'Server-sent events: job (an import), dataset (a card that changed), datasets-changed',
  replyType: 'text/event-stream',
  handler({ app, reply, gone }) {
    reply.hijack();
    const { raw } = reply;
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const write = (text: string): void => {
      if (raw.writableLength > MAX_BUFFERED_BYTES) raw.destroy();
      else raw.write(text);
    };
    write('retry: 1000\n\n');
    for (const job of app.jobs.list()) {
      if (job.state === 'running' || job.state === 'waiting') write(eventText({ kind: 'job', job }));
    }
    const stop = app.listen((change) => write(eventText(change)));
    const heartbeat = setInterval(() => write(': \n\n'), HEARTBEAT_MS);
    const end = (): void => {
      stop();
      clearInterval(heartbeat);
      raw.end();
    };
    if (gone.aborted) end();
    else gone.addEventListener('abort', end, { once: true });
    return undefined;
  },
});

function eventText(change: Change): string {
  const data = change.kind === 'job' ? change.job : change.kind === 'dataset' ? change.dataset : {};
  return `event: ${change.kind}\ndata: ${JSON.stringify(data)}\n\n`;
}
