/** distcc protocol 1 to 3: DIST and a version, the count of arguments; DONE answers. */
import { opening } from '../../opening.ts';

export const distcc = opening(
  'distcc',
  [6],
  [3632],
  ['DIST00000001ARGC', 'DIST00000002ARGC', 'DIST00000003ARGC', 'DONE0000000'],
);
