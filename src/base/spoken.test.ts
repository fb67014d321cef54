import { expect, test } from 'vitest';
import { spokenSeconds } from './spoken.ts';

test.each([
  [0.41, '0.4 s'],
  [12, '12 s'],
  [185, '3 min 05 s'],
  [8040, '2 h 14 min'],
  [86_399, '23 h 59 min'],
  [86_400, '1 d 00 h'],
  [41 * 86_400 + 8 * 3600 + 59, '41 d 08 h'],
])('%d s is %s', (seconds, text) => expect(spokenSeconds(seconds)).toBe(text));
