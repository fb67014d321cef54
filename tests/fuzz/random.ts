/** Random numbers that a seed repeats: mulberry32. */
export class Random {
  #state: number;

  /** The same two numbers give the same sequence. */
  constructor(seed: number, run = 0) {
    this.#state = (Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(run + 1, 0x85ebca6b)) | 0;
    this.u32();
    this.u32();
  }

  u32(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** 0 … n - 1; 0 when n is 0 */
  below(n: number): number {
    return n <= 1 ? 0 : this.u32() % n;
  }

  /** True once in n times. */
  oneIn(n: number): boolean {
    return this.below(n) === 0;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }
}
