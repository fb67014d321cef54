/** NFS and the services it needs (mount, lock manager, status, quota), told by their ONC RPC program numbers, IANA 2024. */
import { u32 } from '../bytes.ts';
import { mayBecomeCall, rpcCall } from '../directory/rpc.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const nfs: Dissector = {
  app: 'nfs',
  over: [17, 6],
  ports: [2049],
  probe(payload) {
    const at = rpcCall(payload);
    if (at < 0) return mayBecomeCall(payload) ? Verdict.More : Verdict.No;
    switch (u32(payload.buf, at + 12)) {
      case 100003: // nfs
      case 100005: // mountd
      case 100011: // rquotad
      case 100021: // nlockmgr
      case 100024: // status
      case 100227: // nfs_acl
        return Verdict.Yes;
      default:
        return Verdict.No;
    }
  },
};
