/** Xiaomi push (Mi Push): blobs that begin C2 FE 00 05 (its published client SDK, "SMACK blob"). */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const xiaomiPush: Dissector = {
  app: 'xiaomi',
  over: [6],
  ports: [5222],
  noGuess: true,
  firstBytes: [0xc2],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 8) return Verdict.More;
    return u32(buf, off) === 0xc2fe0005 && u32(buf, off + 4) < 0x10000 ? Verdict.Yes : Verdict.No;
  },
};
