/** Flows that an import still has open: their numbers are not theirs for long, so tags and notes wait. */
import { plural, t } from '../language/t.ts';
import { exact } from '../style/format.ts';

/** Their numbers begin here (store/duck/ids.ts). */
const OPEN = 2 ** 31;
export const isOpenFlow = (id: number): boolean => id >= OPEN;

export const whyOpen = (): string =>
  t(
    'This flow is still open: packets of it may come, and it has no number of its own yet. It can be tagged as soon as it ends, at the latest when its import does; in a live capture that is every 15 minutes or sooner.',
  );

/** What is said of those that a change leaves out. */
export const leftOpen = (n: number): string =>
  plural(
    n,
    '{n} is still open and was left out: it can be tagged as soon as it ends, at the latest when its import does.',
    '{n} are still open and were left out: they can be tagged as soon as they end, at the latest when their import does.',
    { n: exact(n) },
  );

/** The same before it is done. */
export const whyOpenOf = (n: number): string =>
  plural(
    n,
    '{n} of them is still open and will be left out: it can be tagged as soon as it ends, at the latest when its import does.',
    '{n} of them are still open and will be left out: they can be tagged as soon as they end, at the latest when their import does.',
    { n: exact(n) },
  );
