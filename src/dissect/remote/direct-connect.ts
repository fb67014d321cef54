/** Direct Connect: NMDC commands "$Lock", "$MyNick", "$Supports"; ADC "HSUP AD", "CSUP AD", the hub's "ISUP AD". */
import { opening } from '../opening.ts';

export const directConnect = opening(
  'direct-connect',
  [6],
  [411, 412],
  ['$Lock ', '$MyNick ', '$Supports ', '$ValidateNick ', 'HSUP AD', 'CSUP AD', 'ISUP AD'],
);
