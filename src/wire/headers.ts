import { LayerTrie } from './layers.ts';
import { createLevel, type Level } from './level.ts';
import { TunnelTable } from './tunnel/tunnels.ts';

/**
 * What the headers of one packet say. One object per decoder, rewritten for each packet: a reader takes what it needs
 * before the next packet. All numbers are int32 (`| 0`), so that nothing is allocated; offsets are into the packet's buffer.
 * Inside a tunnel all of it tells of the innermost packet that could be read, but for vlan, vni and tunnel.
 */
export interface Headers extends Level {
  readonly layers: LayerTrie;
  readonly tunnels: TunnelTable;
  /** 1 = what tunnels carry is the packet; 0 = the outer packet is */
  readonly follow: number;
  /** the level around the innermost tunnel entered; meaningful with depth > 0 */
  readonly outer: Level;
  /** of a malformed packet: layer << 4 | why (check.ts); else without meaning */
  reason: number;
  /** 1 = the tunnel lies in the first fragment of a datagram, whose IP header `carrier` has */
  carried: number;
  readonly carrier: Level;
  /** address space the flow table keeps apart; 0 = the common one, also for who does not set it */
  space: number;
  /** what follows where (verdict.ts); 0 = nothing */
  next: number;
  nextArg: number;
  nextOff: number;
  nextEnd: number;
  nextWire: number;
}

export interface HeadersOptions {
  /** inner (the default): a tunnelled packet belongs to the innermost flow; outer: to the tunnel's */
  readonly tunnels?: 'inner' | 'outer';
  /** whose numbers of stacks and tunnels are to mean the same */
  readonly like?: Headers;
}

export function createHeaders(options: HeadersOptions = {}): Headers {
  return {
    ...createLevel(),
    layers: options.like?.layers ?? new LayerTrie(),
    tunnels: options.like?.tunnels ?? new TunnelTable(),
    follow: options.like?.follow ?? (options.tunnels === 'outer' ? 0 : 1),
    outer: createLevel(),
    reason: 0,
    carried: 0,
    carrier: createLevel(),
    space: 0,
    next: 0,
    nextArg: 0,
    nextOff: 0,
    nextEnd: 0,
    nextWire: 0,
  };
}
