/** How packets become flows: what a user may choose for a dataset, at its import. */
import type { KeyPart } from './spaces.ts';

export interface DecodeSettings {
  /** inner: the flow of a tunnelled packet is that of the packet inside, at any depth; outer: it is the tunnel's */
  readonly tunnels: 'inner' | 'outer';
  /** beside addresses and ports: networks whose addresses overlap are kept apart */
  readonly keyBy: readonly KeyPart[];
  /** keep: duplicates count in flows; drop: they are in the accounts of packets alone */
  readonly duplicates: 'keep' | 'drop';
}

export const DEFAULT_SETTINGS: DecodeSettings = { tunnels: 'inner', keyBy: [], duplicates: 'keep' };
