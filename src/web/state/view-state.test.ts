import { expect, test } from 'vitest';
import { oneOf, printState, readState } from './view-state.ts';

test('a choice that was printed is read back, whatever it holds', () => {
  const state = { x: 'src.ip', host: '2001:db8::1', words: 'a,b:c 100%' };
  expect(readState(printState(state))).toEqual(state);
});
test('nothing chosen needs no words, and what cannot be read counts as nothing', () => {
  expect(printState({})).toBeUndefined();
  expect(readState('bars')).toEqual({});
  expect(readState('x:%E0%A4%A')).toEqual({ x: '%E0%A4%A' });
  expect(oneOf(['bars', 'lines'], 'clouds')).toBe('bars');
});
