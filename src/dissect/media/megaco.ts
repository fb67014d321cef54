/** Megaco / H.248.1 in text encoding, annex B: "MEGACO/1" or "!/1". */

import type { Dissector } from '../dissector.ts';
import { opening } from '../opening.ts';
import { announceSdp } from './announce-media.ts';

export const megaco: Dissector = {
  ...opening('megaco', [17], [2944, 2945], ['MEGACO/', '!/1 ', '!/2 ', '!/3 ']),
  announces: announceSdp,
};
