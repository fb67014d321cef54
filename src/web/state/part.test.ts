import { expect, test } from 'vitest';
import { keepingPage, part } from './part.ts';

const missing = async () => {
  throw new TypeError('Failed to fetch dynamically imported module');
};

/** A server that is away for so many questions, and what is done meanwhile. */
function around(away: number, canRenew: boolean, isKept = () => false) {
  const said: string[] = [];
  return {
    said,
    answers: async () => away-- <= 0,
    pause: async () => void said.push('pause'),
    isKept,
    renew: () => {
      said.push('renew');
      return canRenew;
    },
  };
}

test('what comes is there', async () => expect(await part(async () => 7, around(0, true))).toBe(7));
test('a view that is asked for while the server is away has the page loaded anew when it is back', async () => {
  const here = around(2, true);
  void part(missing, here);
  await expect.poll(() => here.said).toEqual(['pause', 'pause', 'renew']);
});
test('but only once: what is missing even then is told', async () => {
  const here = around(0, false);
  await expect(part(missing, here)).rejects.toThrow('dynamically imported');
  expect(here.said).toEqual(['renew']);
});
test('and not while the page sends files, which a new one could not go on with', async () => {
  let files = 2;
  const here = around(0, true, () => files-- > 0);
  void part(missing, here);
  await expect.poll(() => here.said).toEqual(['pause', 'pause', 'renew']);
});
test('a page that is kept for its work has what the work gives', async () => {
  expect(await keepingPage(async () => 7)).toBe(7);
});
