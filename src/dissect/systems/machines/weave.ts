/** Weave Net: the introduction "weave", behind its length of two bytes. */
import { opening } from '../../opening.ts';

export const weave = opening('weave', [6], [6783], ['\0\x05weave']);
