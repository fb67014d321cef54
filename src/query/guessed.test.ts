import { expect, test } from 'vitest';
import { guessedOf } from './guessed.ts';
import type { Answer } from './question.ts';

type Row = Answer<'groups'>['rows'][number];
const row = (app: string, by: string, flows: number) => ({ values: [app, by], flows }) as unknown as Row;

test('an application has its “?” where half of its flows or more are told by their port alone', () => {
  const guessed = guessedOf([
    row('http', 'port', 90),
    row('tls', 'inspected', 50),
    row('http', 'inspected', 10),
    row('tls', 'port', 49),
    row('dns', 'inspected', 7),
    row('smb', 'port', 1),
  ]);
  expect([...guessed].map(([app, { isMost, volume }]) => [app, isMost, volume.flows])).toEqual([
    ['http', true, 90],
    ['tls', false, 49],
    ['smb', true, 1],
  ]);
});
