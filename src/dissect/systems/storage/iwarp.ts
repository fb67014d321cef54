/** iWARP MPA start-up frames, RFC 5044 §7.1.1, as NFS/RDMA and SMB Direct use them. */
import { opening } from '../../opening.ts';

export const iwarp = opening('iwarp', [6], [5445, 20049], ['MPA ID Req Frame', 'MPA ID Rep Frame']);
