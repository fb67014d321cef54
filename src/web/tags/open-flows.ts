/** Flows that an import still has open: their numbers are not theirs for long, so tags and notes wait. */
import { plural, t } from '../language/t.ts';
import { exact } from '../style/format.ts';

/** Their numbers begin here (store/duck/ids.ts). */
const OPEN = 2 ** 31;
export const isOpenFlow = (id: number): boolean => id >= OPEN;

export const whyOpen = (): string =>
  t(
    'This flow is still open: more packets may come, and it has no permanent number yet. You can tag it once it has ended, at the latest when its import ends; in a live capture that takes at most 15 minutes.',
  );

/** What is said of those that a change leaves out. */
export const leftOpen = (n: number): string =>
  plural(
    n,
    '{n} is still open and was left out: you can tag it once it has ended, at the latest when its import ends.',
    '{n} are still open and were left out: you can tag them once they have ended, at the latest when their import ends.',
    { n: exact(n) },
  );

/** The same before it is done. */
export const whyOpenOf = (n: number): string =>
  plural(
    n,
    '{n} of them is still open and will be left out: you can tag it once it has ended, at the latest when its import ends.',
    '{n} of them are still open and will be left out: you can tag them once they have ended, at the latest when their import ends.',
    { n: exact(n) },
  );
