/** Subversion svnserve: "( success ( 2 2 ( ) ( …" and "( 2 ( edit-pipeline …", ra_svn protocol document. */
import type { Dissector } from '../dissector.ts';
import { opening } from '../opening.ts';

export const svn: Dissector = opening('svn', [6], [3690], ['( success ( ', '( 2 ( edit-pipeline ']);
