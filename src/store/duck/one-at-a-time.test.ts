import { expect, test } from 'vitest';
import { oneAtATime } from './one-at-a-time.ts';

test('works given at once run one after the other, also behind one that fails', async () => {
  const alone = oneAtATime();
  const told: string[] = [];
  const work = (name: string, fault?: Error) => async () => {
    told.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    told.push(`${name} ends`);
    if (fault !== undefined) throw fault;
    return name;
  };
  const [a, b, c] = await Promise.allSettled([alone(work('a')), alone(work('b', new Error('disk'))), alone(work('c'))]);
  expect(told).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect([a, b.status, c]).toEqual([
    { status: 'fulfilled', value: 'a' },
    'rejected',
    { status: 'fulfilled', value: 'c' },
  ]);
});
