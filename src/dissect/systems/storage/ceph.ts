/** Ceph messenger banners, version 1 and 2 (Ceph documentation "msgr2"). */
import type { Dissector } from '../../dissector.ts';
import { opening } from '../../opening.ts';

export const ceph: Dissector = opening('ceph', [6], [3300, 6789], ['ceph v027', 'ceph v2\n']);
