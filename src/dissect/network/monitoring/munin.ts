/** Munin node: the greeting "# munin node at NAME". */
import { opening } from '../../opening.ts';

export const munin = opening('munin', [6], [4949], ['# munin node at ']);
