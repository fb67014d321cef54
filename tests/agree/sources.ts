/** What our flows are compared with: a file a source. */
import type { Agreement } from './share.ts';
import { agreeWithZeek, hasZeek } from './zeek.ts';

export interface AgreeSource {
  /** its captures and answers are on this machine */
  readonly isHere: boolean;
  agree(): Promise<Agreement> | Agreement;
}

export const SOURCES: Readonly<Record<string, AgreeSource>> = {
  zeek: { isHere: hasZeek, agree: agreeWithZeek },
};
