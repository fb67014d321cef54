/** What our flows are compared with: a file a source. */
import { agreeWithArkime, hasArkime } from './arkime.ts';
import { agreeOnClaims, hasClaims } from './claims.ts';
import { agreeWithNdpi, hasNdpi } from './ndpi-fields.ts';
import type { Agreement } from './share.ts';
import { agreeWithSuricata, hasSuricata } from './suricata.ts';
import { agreeWithTshark, hasTshark } from './tshark.ts';
import { agreeWithZeek, hasZeek } from './zeek.ts';
import { agreeWithZeekLogs, hasZeekLogs } from './zeek-logs.ts';

export interface AgreeSource {
  /** its captures and answers are on this machine */
  readonly isHere: boolean;
  agree(): Promise<Agreement> | Agreement;
}

export const SOURCES: Readonly<Record<string, AgreeSource>> = {
  arkime: { isHere: hasArkime, agree: agreeWithArkime },
  claims: { isHere: hasClaims, agree: agreeOnClaims },
  ndpi: { isHere: hasNdpi, agree: agreeWithNdpi },
  suricata: { isHere: hasSuricata, agree: agreeWithSuricata },
  tshark: { isHere: hasTshark, agree: agreeWithTshark },
  'zeek-logs': { isHere: hasZeekLogs, agree: agreeWithZeekLogs },
  zeek: { isHere: hasZeek, agree: agreeWithZeek },
};
