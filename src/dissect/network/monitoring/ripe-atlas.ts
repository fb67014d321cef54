/** RIPE Atlas probes: the payload of their UDP traceroutes says so. */
import { opening } from '../../opening.ts';

export const ripeAtlas = opening('ripe-atlas', [17, 6], [], ['http://atlas.ripe.net']);
