/** GlusterFS: ONC RPC calls (RFC 5531) of its own programs: handshake, port mapper, callbacks, file system, management. */
import { u32 } from '../../bytes.ts';
import { rpcCall } from '../../directory/rpc.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const PROGRAMS = [14398633, 34123456, 52743234, 1298437, 1238433, 1238463, 1239873, 4501977];

export const glusterfs: Dissector = {
  app: 'glusterfs',
  over: [6],
  ports: [24007, 24008, 49152],
  noGuess: true,
  firstBytes: [0x80],
  probe(payload) {
    const { buf } = payload;
    const at = rpcCall(payload);
    return at >= 0 && PROGRAMS.includes(u32(buf, at + 12)) ? Verdict.Yes : Verdict.No;
  },
};
