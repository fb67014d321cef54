/** The interfaces of one pcapng section, as columns, with each one's clock set against the epoch. */
import { slowTime, ticksAt, ticksPerSecond, wholeNsPerTick, wholeSeconds } from './tick-clock.ts';

/** One interface as its block declares it. */
export interface Interface {
  readonly linkType: number;
  readonly snapLen: number;
  /** if_tsresol */
  readonly resolution: number;
  /** if_tsoffset, seconds to add to its times */
  readonly offsetSec: number;
}

/** Runs of equal interfaces: [how many, linkType, snapLen, resolution, offsetSec]; merged files have thousands alike. */
export type InterfaceRun = readonly [number, number, number, number, number];

const MAX_INTERFACES = 65_536;
/**
 * Runs are written down with every chunk of the file in which the interfaces change. Packets of those beyond are decoded like
 * all others, but can't be read back.
 */
const MAX_RUNS = 1024;
const TWO_32 = 0x1_0000_0000;

export class Interfaces {
  count = 0;
  linkType = new Uint16Array(4);
  snapLen = new Uint32Array(4);
  /** ns of a tick; 0 = take slowTime */
  nsPerTick = new Float64Array(4);
  /** tick count at the epoch, upper and lower 32 bits */
  baseHi = new Float64Array(4);
  baseLo = new Float64Array(4);
  ticks = new Float64Array(4);
  offsetSec = new Float64Array(4);
  resolution = new Uint8Array(4);
  /** Changes whenever runs() does. */
  version = 0;
  #epochSec = 0;
  #runs = 0;

  /** False: there are too many. */
  add(one: Interface): boolean {
    const id = this.count;
    if (id === MAX_INTERFACES) return false;
    if (id === this.linkType.length) this.#grow();
    if (id === 0 || !this.#is(id - 1, one)) this.#runs++;
    this.linkType[id] = one.linkType;
    this.snapLen[id] = one.snapLen;
    this.resolution[id] = one.resolution;
    this.ticks[id] = ticksPerSecond(one.resolution);
    this.nsPerTick[id] = wholeNsPerTick(this.ticks[id]);
    this.offsetSec[id] = one.offsetSec;
    this.count = id + 1;
    if (this.#runs <= MAX_RUNS) this.version++;
    this.#setBase(id);
    return true;
  }

  clear(): void {
    this.count = 0;
    this.#runs = 0;
    this.version++;
  }

  setEpoch(epochSec: number): void {
    this.#epochSec = epochSec;
    for (let id = 0; id < this.count; id++) this.#setBase(id);
  }

  /** The Unix second of a tick count. */
  second(id: number, hi: number, lo: number): number {
    return wholeSeconds(hi, lo, this.ticks[id]) + this.offsetSec[id];
  }

  /** ns since the epoch of a tick count. */
  time(id: number, hi: number, lo: number): number {
    const ns = this.nsPerTick[id];
    if (ns !== 0) return ((hi - this.baseHi[id]) * TWO_32 + (lo - this.baseLo[id])) * ns;
    return slowTime(hi, lo, this.ticks[id], this.#epochSec - this.offsetSec[id]);
  }

  runs(): InterfaceRun[] {
    const runs: InterfaceRun[] = [];
    for (let id = 0, from = 0; id < this.count && runs.length < MAX_RUNS; id++) {
      if (id + 1 < this.count && this.#alike(from, id + 1)) continue;
      runs.push([id + 1 - from, this.linkType[id], this.snapLen[id], this.resolution[id], this.offsetSec[id]]);
      from = id + 1;
    }
    return runs;
  }

  addRuns(runs: readonly InterfaceRun[]): void {
    for (const [count, linkType, snapLen, resolution, offsetSec] of runs)
      for (let i = 0; i < count && this.add({ linkType, snapLen, resolution, offsetSec }); i++);
  }

  #is(id: number, { linkType, snapLen, resolution, offsetSec }: Interface): boolean {
    return (
      this.linkType[id] === linkType &&
      this.snapLen[id] === snapLen &&
      this.resolution[id] === resolution &&
      this.offsetSec[id] === offsetSec
    );
  }

  #alike(a: number, b: number): boolean {
    return (
      this.linkType[a] === this.linkType[b] &&
      this.snapLen[a] === this.snapLen[b] &&
      this.resolution[a] === this.resolution[b] &&
      this.offsetSec[a] === this.offsetSec[b]
    );
  }

  #setBase(id: number): void {
    if (this.nsPerTick[id] === 0) return;
    const { hi, lo } = ticksAt(this.#epochSec - this.offsetSec[id], this.ticks[id]);
    this.baseHi[id] = hi;
    this.baseLo[id] = lo;
  }

  #grow(): void {
    const length = this.linkType.length * 2;
    this.linkType = copied(new Uint16Array(length), this.linkType);
    this.snapLen = copied(new Uint32Array(length), this.snapLen);
    this.resolution = copied(new Uint8Array(length), this.resolution);
    this.nsPerTick = copied(new Float64Array(length), this.nsPerTick);
    this.baseHi = copied(new Float64Array(length), this.baseHi);
    this.baseLo = copied(new Float64Array(length), this.baseLo);
    this.ticks = copied(new Float64Array(length), this.ticks);
    this.offsetSec = copied(new Float64Array(length), this.offsetSec);
  }
}

function copied<T extends { set(from: T): void }>(to: T, from: T): T {
  to.set(from);
  return to;
}
