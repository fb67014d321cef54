/** SCPI instruments over a raw socket: the common commands of IEEE 488.2 ("*IDN?"). */
import { opening } from '../../opening.ts';

export const scpi = opening('scpi', [6], [5025], ['*IDN?', '*RST\n', '*CLS\n', '*OPC?', '*ESR?']);
