/** What passes between an import and the worker that unpacks its files. Plain data. */
import { AppError, type ErrorCode } from '#base/errors.ts';
import type { Source } from '../source.ts';

/** How far a file may expand; beyond, it is refused. */
export interface UnpackLimits {
  /** of all that one file holds */
  readonly bytes: number;
  /** times its own bytes, from FREE_BYTES on */
  readonly ratio: number;
}

export const DEFAULT_LIMITS: UnpackLimits = { bytes: 256 * 2 ** 30, ratio: 1000 };

/** CAPSCOPE_UNPACK_BYTES (in bytes, or 500GB, 2TB …) and CAPSCOPE_UNPACK_RATIO. AppError USAGE for other values. */
export function limitsFrom(env: Readonly<Record<string, string | undefined>>): UnpackLimits {
  return {
    bytes: limit(env, 'CAPSCOPE_UNPACK_BYTES', DEFAULT_LIMITS.bytes),
    ratio: limit(env, 'CAPSCOPE_UNPACK_RATIO', DEFAULT_LIMITS.ratio),
  };
}

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 };

function limit(env: Readonly<Record<string, string | undefined>>, name: string, otherwise: number): number {
  const text = env[name];
  if (text === undefined || text === '') return otherwise;
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([KMGT]?)B?$/i.exec(text.trim()) ?? [];
  const value = Number(number) * (UNITS[(unit ?? '').toUpperCase()] ?? Number.NaN);
  if (!(value > 0))
    throw new AppError('USAGE', { message: `${name}=${text}: a number is needed, such as 1000 or 500GB` });
  return value;
}
/** As much may come out of any file, however small. */
export const FREE_BYTES = 2 ** 30;

export interface PackedFile {
  /** as the user knows it, for errors */
  readonly path: string;
  /** the file's name without folder */
  readonly name: string;
  readonly source: Source;
}

export interface UnpackOrder {
  readonly files: readonly PackedFile[];
  /** for what is unpacked */
  readonly folder: string;
  /** makes names in it unlike any other */
  readonly token: string;
  readonly limits: UnpackLimits;
  /** [0] ≠ 0: give up */
  readonly cancel: Int32Array;
  /** [0]: bytes of the files that were unpacked, [1]: bytes they expanded to; for progress */
  readonly tally: Float64Array;
}

export type UnpackReport =
  /** A capture is being unpacked to `path`, as `state` tells. */
  | {
      readonly kind: 'capture';
      /** index of the file it is in */
      readonly file: number;
      readonly name: string;
      readonly path: string;
      readonly state: SharedArrayBuffer;
      /** outermost first: "zip", "gzip" */
      readonly containers: readonly string[];
    }
  /** The captures told are all that there are. */
  | { readonly kind: 'settled' }
  /** All is unpacked; what was wrong with the files, plain sentences by file. */
  | { readonly kind: 'done'; readonly warnings: readonly (readonly string[])[]; readonly sizes: readonly number[] }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly data: Readonly<Record<string, string | number>> }
  | { readonly kind: 'failed'; readonly message: string };
