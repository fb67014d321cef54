/** CVS password server, cvsclient §2: the first line of the client. */
import { opening } from '../../opening.ts';

export const cvs = opening(
  'cvs',
  [6],
  [2401],
  ['BEGIN AUTH REQUEST\n', 'BEGIN VERIFICATION REQUEST\n', 'BEGIN GSSAPI REQUEST\n'],
);
