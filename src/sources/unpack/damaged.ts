/** Compressed bytes that can't be expanded any further; what came out before stays. */
export class Damaged extends Error {
  /** byte of the compressed data, as exactly as is known */
  readonly at: number;
  /** the fault lies within as many bytes from there on; 0 = the byte is known */
  readonly span: number;

  /** `what` goes on after "the gzip data": "ends too early", "is damaged". */
  constructor(what: string, at: number, span = 0) {
    super(what);
    this.at = at;
    this.span = span;
  }
}
