/**
 * Questions of one moment go to the server in one request: a page of pictures asks a dozen when the filter changes. Answers are handed
 * out as they come, those of one frame together, so that the page is drawn once for them.
 */
import type { Question } from '#query/question.ts';

type Call = (method: 'POST', path: string, body: unknown, signal?: AbortSignal) => Promise<unknown>;
type Failed = (call: string, status: number, json: unknown, text: string) => Error;

interface Waiting {
  readonly question: Question;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Line = { readonly at: number } & (
  | { readonly reply: unknown }
  | { readonly status: number; readonly failure: unknown }
);

const FRAME_MS = 16;
/** as many as the server takes at once */
const MOST = 100;

/** Asks a dataset, by its path. */
export function asker(call: Call, failed: Failed) {
  const gathering = new Map<string, Waiting[]>();

  const flush = (path: string): void => {
    const asked = (gathering.get(path) ?? []).filter(({ signal }) => signal?.aborted !== true);
    gathering.delete(path);
    for (let from = 0; from < asked.length; from += MOST) {
      const some = asked.slice(from, from + MOST);
      if (some.length === 1) alone(path, some[0]!);
      else together(path, some).catch(() => undefined);
    }
  };

  const alone = (path: string, { question, signal, resolve, reject }: Waiting): void => {
    call('POST', `${path}/ask`, question, signal).then(resolve, reject);
  };

  const together = async (path: string, asked: readonly Waiting[]): Promise<void> => {
    const left = new Set(asked);
    const controller = new AbortController();
    const giveUp = (one: Waiting): void => {
      left.delete(one);
      if (left.size === 0) controller.abort();
    };
    for (const one of asked) one.signal?.addEventListener('abort', () => giveUp(one), { once: true });
    const answer = (line: Line): void => {
      const one = asked[line.at];
      if (one === undefined || !left.delete(one)) return;
      if ('reply' in line) one.resolve(line.reply);
      else one.reject(failed(`POST ${path}/questions`, line.status, line.failure, JSON.stringify(line.failure)));
    };
    try {
      const response = await fetch(`${path}/questions`, {
        method: 'POST',
        body: JSON.stringify({ questions: asked.map(({ question }) => question) }),
        headers: { 'content-type': 'application/json' },
        signal: controller.signal,
      });
      if (response.ok && response.body !== null) await readLines(response.body, answer);
    } finally {
      // What was not answered is asked alone, and tells by itself what is wrong.
      if (!controller.signal.aborted) for (const one of left) alone(path, one);
    }
  };

  return (path: string, question: Question, signal?: AbortSignal): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      const waiting = gathering.get(path) ?? [];
      waiting.push({ question, signal, resolve, reject });
      if (waiting.length > 1) return;
      gathering.set(path, waiting);
      queueMicrotask(() => flush(path));
    });
}

/** Hands out lines of JSON; those that come within a frame at once. */
async function readLines(body: ReadableStream<Uint8Array>, visit: (line: Line) => void): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const lines: Line[] = [];
  const handOut = (): void => {
    clearTimeout(timer);
    timer = undefined;
    for (const line of lines.splice(0)) visit(line);
  };
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
    const end = text.lastIndexOf('\n');
    if (end < 0) continue;
    for (const line of text.slice(0, end).split('\n')) lines.push(JSON.parse(line) as Line);
    text = text.slice(end + 1);
    timer ??= setTimeout(handOut, FRAME_MS);
  }
  handOut();
}
