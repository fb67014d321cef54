/** Lines of a text that comes in pieces. A line that is too long is passed over and counted. */

const MAX_LINE_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

export class Lines {
  tooLong = 0;
  #rest = Buffer.alloc(0);
  #passing = false;

  /** Whole lines that end in this piece, without their ends. */
  feed(bytes: Uint8Array): string[] {
    const lines: string[] = [];
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
      this.#take(Buffer.concat([this.#rest, bytes.subarray(from, at)]), lines);
      this.#rest = Buffer.alloc(0);
      from = at + 1;
    }
    if (this.#rest.length + bytes.length - from > MAX_LINE_BYTES) {
      this.#passing = true;
      this.#rest = Buffer.alloc(0);
    } else if (from < bytes.length) this.#rest = Buffer.concat([this.#rest, bytes.subarray(from)]);
    return lines;
  }

  /** The last line, where the text does not end with its end. */
  finish(): string[] {
    const lines: string[] = [];
    if (this.#rest.length > 0) this.#take(this.#rest, lines);
    this.#rest = Buffer.alloc(0);
    return lines;
  }

  #take(line: Buffer, lines: string[]): void {
    if (this.#passing) {
      this.#passing = false;
      this.tooLong++;
    } else lines.push(line.toString('utf8').replace(/\r$/, ''));
  }
}
