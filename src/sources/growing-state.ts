/**
 * What the writer of a growing file tells its readers in other threads: bytes written, and whether more will come. One
 * writer; any number of readers, each of which may block (worker threads only).
 */

/**
 * i64 of bytes written, i32 status, i32 change counter, i32 length of the reason, then the reason in UTF-8; i64 of bytes kept
 * (0 = all), i64 of bytes taken, i32 counter of takings
 */
const STATUS = 2;
const CHANGES = 3;
const REASON_LENGTH = 4;
const REASON = 20;
const REASON_BYTES = 236;
/** of the i64 */
const WINDOW = 32;
const TAKEN = 33;
/** of the i32 */
const TAKINGS = 68;
const STATE_BYTES = 280;

const IDLE_MS = 250;

const OPEN = 0;
const DONE = 1;
const FAILED = 2;

export class GrowingState {
  readonly shared: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #bytes: BigInt64Array;

  /** Without `shared`, a new state with nothing written. */
  constructor(shared: SharedArrayBuffer = new SharedArrayBuffer(STATE_BYTES)) {
    this.shared = shared;
    this.#words = new Int32Array(shared);
    this.#bytes = new BigInt64Array(shared);
  }

  get bytesWritten(): number {
    return Number(Atomics.load(this.#bytes, 0));
  }

  get ended(): boolean {
    return Atomics.load(this.#words, STATUS) !== OPEN;
  }

  /** Why the writer gave up; undefined while it has not. */
  get failure(): string | undefined {
    if (Atomics.load(this.#words, STATUS) !== FAILED) return undefined;
    const length = Atomics.load(this.#words, REASON_LENGTH);
    return Buffer.from(new Uint8Array(this.shared, REASON, length)).toString('utf8');
  }

  /** Only so many bytes are kept: byte n lies at n % window of the file, until its one reader has taken it. 0: all are. */
  get window(): number {
    return Number(Atomics.load(this.#bytes, WINDOW));
  }

  /** Told by the writer before its first byte. */
  keepsOnly(bytes: number): void {
    Atomics.store(this.#bytes, WINDOW, BigInt(bytes));
  }

  /** Bytes that the writer may write over. */
  get taken(): number {
    return Number(Atomics.load(this.#bytes, TAKEN));
  }

  took(position: number): void {
    Atomics.store(this.#bytes, TAKEN, BigInt(position));
    Atomics.add(this.#words, TAKINGS, 1);
    Atomics.notify(this.#words, TAKINGS);
  }

  /** Resolves when there is room in the window, with its bytes; 0 when the readers have ended. */
  async room(): Promise<number> {
    for (;;) {
      const takings = Atomics.load(this.#words, TAKINGS);
      if (this.ended) return 0;
      const room = this.window - (this.bytesWritten - this.taken);
      if (room > 0) return room;
      // A reader that gave up takes nothing any more, and does not say so.
      await Atomics.waitAsync(this.#words, TAKINGS, takings, IDLE_MS).value;
    }
  }

  wrote(bytes: number): void {
    Atomics.add(this.#bytes, 0, BigInt(bytes));
    this.#changed();
  }

  done(): void {
    this.#end(DONE);
  }

  failed(reason: string): void {
    const text = Buffer.from(reason, 'utf8').subarray(0, REASON_BYTES);
    if (!this.ended) {
      new Uint8Array(this.shared, REASON).set(text);
      Atomics.store(this.#words, REASON_LENGTH, text.length);
    }
    this.#end(FAILED);
  }

  /**
   * Blocks until more than `bytes` are written or the writer has ended; returns the bytes written. `onIdle` is called now and
   * then while nothing comes.
   */
  waitBeyond(bytes: number, onIdle?: () => void): number {
    for (;;) {
      const changes = Atomics.load(this.#words, CHANGES);
      const ended = this.ended;
      const written = this.bytesWritten;
      if (written > bytes || ended) return written;
      const waited = Atomics.wait(this.#words, CHANGES, changes, onIdle === undefined ? undefined : IDLE_MS);
      if (waited === 'timed-out') onIdle?.();
    }
  }

  /** As waitBeyond, without blocking: for the thread that must not. */
  async beyond(bytes: number): Promise<number> {
    for (;;) {
      const changes = Atomics.load(this.#words, CHANGES);
      const ended = this.ended;
      const written = this.bytesWritten;
      if (written > bytes || ended) return written;
      await Atomics.waitAsync(this.#words, CHANGES, changes).value;
    }
  }

  #end(status: number): void {
    Atomics.compareExchange(this.#words, STATUS, OPEN, status);
    this.#changed();
  }

  #changed(): void {
    Atomics.add(this.#words, CHANGES, 1);
    Atomics.notify(this.#words, CHANGES);
  }
}
