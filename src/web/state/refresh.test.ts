import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { refresh } from './refresh.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const idle = () => false;

test('pictures that learn at different times that the data grew ask again at one moment', () => {
  const { soon } = refresh();
  const asked: string[] = [];
  soon(() => asked.push(`a ${Date.now()}`), idle);
  vi.advanceTimersByTime(300);
  soon(() => asked.push(`b ${Date.now()}`), idle);
  vi.advanceTimersByTime(600);
  expect(asked).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(new Set(asked.map((one) => one.slice(2))).size).toBe(1);
  expect(asked.map((one) => one[0])).toEqual(['a', 'b']);
});

test('none is asked again while another waits for its answer, but a very slow one is not waited for', () => {
  const { soon } = refresh();
  let asked = 0;
  let busy = true;
  soon(() => asked++, () => busy); // biome-ignore format: one line says it
  vi.advanceTimersByTime(2000);
  expect(asked).toBe(0);
  busy = false;
  vi.advanceTimersByTime(100);
  expect(asked).toBe(1);
  soon(() => asked++, () => true); // biome-ignore format: one line says it
  vi.advanceTimersByTime(6000);
  expect(asked).toBe(2);
});

test('a wish that was taken back is not asked', () => {
  const { soon } = refresh();
  let asked = 0;
  soon(() => asked++, idle)();
  vi.advanceTimersByTime(3000);
  expect(asked).toBe(0);
});
