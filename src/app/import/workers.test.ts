import { once } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { giveBack, takeWorker } from './workers.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

test('a decode worker is kept 20 s after its last import, whenever its first one was', async () => {
  const worker = takeWorker('decode');
  giveBack('decode', worker);
  vi.advanceTimersByTime(15_000);
  expect(takeWorker('decode')).toBe(worker);
  vi.advanceTimersByTime(1000);
  giveBack('decode', worker);
  vi.advanceTimersByTime(19_000);
  expect(takeWorker('decode')).toBe(worker);
  giveBack('decode', worker);
  const ended = once(worker, 'exit');
  vi.advanceTimersByTime(20_000);
  await ended;
  const other = takeWorker('decode');
  expect(other).not.toBe(worker);
  await other.terminate();
});
