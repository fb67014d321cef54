import { afterEach, expect, test, vi } from 'vitest';
import type { Question } from '#query/question.ts';
import { asker } from './asker.ts';

const question = (filter: string): Question => ({ kind: 'totals', scope: { filter } });
const failed = (_call: string, status: number): Error => new Error(`status ${status}`);

afterEach(() => vi.unstubAllGlobals());

/** A server that answers what it is asked at once by these lines. */
function serve(lines: (asked: readonly Question[]) => readonly object[], status = 200) {
  const requests: { readonly url: string; readonly questions: readonly Question[]; readonly signal: AbortSignal }[] =
    [];
  vi.stubGlobal('fetch', async (url: string, init: { body: string; signal: AbortSignal }) => {
    const { questions } = JSON.parse(init.body) as { questions: Question[] };
    requests.push({ url, questions, signal: init.signal });
    return new Response(
      lines(questions)
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(''),
      { status },
    );
  });
  return requests;
}

test('questions of one moment are one request, and each gets its own answer', async () => {
  const requests = serve((asked) => asked.map((_, at) => ({ at, reply: `answer ${at}` })).reverse());
  const alone = vi.fn();
  const ask = asker(alone, failed);
  expect(await Promise.all([ask('/a', question('x')), ask('/a', question('y'))])).toEqual(['answer 0', 'answer 1']);
  expect(requests.map(({ url }) => url)).toEqual(['/a/questions']);
  expect(requests[0]!.questions).toEqual([question('x'), question('y')]);
  expect(alone).not.toHaveBeenCalled();
});

test('one question alone is asked as ever', async () => {
  const alone = vi.fn(async () => 'answer');
  expect(await asker(alone, failed)('/a', question('x'))).toBe('answer');
  expect(alone).toHaveBeenCalledWith('POST', '/a/ask', question('x'), undefined);
});

test('one that fails spoils no other, and those without an answer are asked again alone', async () => {
  serve(() => [
    { at: 0, status: 400, failure: { message: 'no' } },
    { at: 1, reply: 'answer' },
  ]);
  const ask = asker(async () => 'alone', failed);
  const told = await Promise.allSettled([ask('/a', question('x')), ask('/a', question('y')), ask('/a', question('z'))]);
  expect(told).toEqual([
    { status: 'rejected', reason: new Error('status 400') },
    { status: 'fulfilled', value: 'answer' },
    { status: 'fulfilled', value: 'alone' },
  ]);
});

test('the request is given up when nobody waits for an answer any more, not before', async () => {
  let asked: AbortSignal | undefined;
  vi.stubGlobal('fetch', (_url: string, { signal }: { signal: AbortSignal }) => {
    asked = signal;
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  });
  const [one, other] = [new AbortController(), new AbortController()];
  const alone = vi.fn();
  const ask = asker(alone, failed);
  const told = Promise.allSettled([ask('/a', question('x'), one.signal), ask('/a', question('y'), other.signal)]);
  await Promise.resolve();
  one.abort();
  expect(asked?.aborted).toBe(false);
  other.abort();
  expect(asked?.aborted).toBe(true);
  expect((await told).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(alone).not.toHaveBeenCalled();
});

test('what was given up before it is asked is not asked', async () => {
  const ask = asker(vi.fn(), failed);
  await expect(ask('/a', question('x'), AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
});
