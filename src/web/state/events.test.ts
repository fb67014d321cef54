import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listen, put } from './events.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', globalThis);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const source = () => {
  const target = new EventTarget() as EventTarget & { close: () => void };
  target.close = () => {};
  return target as unknown as EventSource;
};
const say = (to: EventSource, name: string, data: unknown) =>
  to.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));

test('a flood of progress becomes one change of the page, with the newest numbers', () => {
  const client = new QueryClient();
  client.setQueryData(['datasets'], [{ id: 'a', flows: 1 }]);
  const changes: unknown[] = [];
  client
    .getQueryCache()
    .subscribe((event) => event.type === 'updated' && event.action.type === 'success' && changes.push(event));
  const from = source();
  const stop = listen(client, from);
  for (let flows = 1; flows <= 100; flows++) say(from, 'dataset', { id: 'a', flows });
  expect(changes).toHaveLength(0);
  vi.advanceTimersByTime(300);
  expect(changes).toHaveLength(1);
  expect(client.getQueryData(['datasets'])).toEqual([{ id: 'a', flows: 100 }]);
  stop();
});

test('the first flows of a dataset are told at once', () => {
  const client = new QueryClient();
  client.setQueryData(['datasets'], [{ id: 'a', flows: 0 }]);
  const from = source();
  const stop = listen(client, from);
  say(from, 'dataset', { id: 'a', flows: 7 });
  expect(client.getQueryData(['datasets'])).toEqual([{ id: 'a', flows: 7 }]);
  stop();
});

test('a list that was under way when something newer was told does not take its place', async () => {
  const client = new QueryClient();
  client.setQueryData(['datasets'], [{ id: 'a', flows: 1 }]);
  const late = Promise.withResolvers<readonly unknown[]>();
  const fetched = client.fetchQuery({ queryKey: ['datasets'], queryFn: () => late.promise, staleTime: 0 });
  const from = source();
  const stop = listen(client, from);
  say(from, 'dataset', { id: 'a', flows: 100 });
  vi.advanceTimersByTime(300);
  late.resolve([{ id: 'a', flows: 7 }]);
  await fetched;
  await vi.advanceTimersByTimeAsync(300);
  expect(client.getQueryData(['datasets'])).toEqual([{ id: 'a', flows: 100 }]);
  stop();
});

test('a dataset not seen before is added', () => {
  expect(put([{ id: 'a' }], { id: 'b' })).toEqual([{ id: 'a' }, { id: 'b' }]);
});
