/** PJLink class 1 §4: the greeting "PJLINK 0" or "PJLINK 1 …", commands "%1POWR ?". */
import { opening } from '../../opening.ts';

export const pjlink = opening(
  'pjlink',
  [6],
  [4352],
  ['PJLINK 0\r', 'PJLINK 1 ', 'PJLINK ERRA', '%1POWR', '%1INPT', '%1AVMT', '%1ERST', '%1LAMP', '%1CLSS'],
);
