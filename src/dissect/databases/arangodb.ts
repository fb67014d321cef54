/** ArangoDB VelocyStream: "VST/1.0" or "VST/1.1" and an empty line. */
import { opening } from '../opening.ts';

export const arangodb = opening('arangodb', [6], [8529], ['VST/1.0\r\n\r\n', 'VST/1.1\r\n\r\n']);
