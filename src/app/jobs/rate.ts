/** Speed of something that is read, smoothed over a few seconds, and the time it still takes. */
const SMOOTHING_MS = 2000;

export class Rate {
  #at: number;
  #bytes = 0;
  #perSecond = 0;
  readonly #started: number;

  constructor(now: number) {
    this.#at = now;
    this.#started = now;
  }

  /** Takes the bytes read up to now; returns bytes a second, never less than 0. */
  update(bytes: number, now: number): number {
    const elapsedMs = now - this.#at;
    if (elapsedMs < 50) return this.#perSecond;
    const latest = (Math.max(0, bytes - this.#bytes) * 1000) / elapsedMs;
    const sinceStart = now - this.#started;
    const weight = sinceStart < SMOOTHING_MS ? elapsedMs / sinceStart : 1 - Math.exp(-elapsedMs / SMOOTHING_MS);
    this.#perSecond += (latest - this.#perSecond) * weight;
    this.#at = now;
    this.#bytes = Math.max(this.#bytes, bytes);
    return this.#perSecond;
  }

  /** Undefined while there is nothing to tell it from. */
  secondsLeft(bytesTotal: number | undefined): number | undefined {
    if (bytesTotal === undefined || this.#perSecond <= 0) return undefined;
    return Math.max(0, bytesTotal - this.#bytes) / this.#perSecond;
  }
}
