/**
 * A decoder's memory (saved-state.ts) as it lies in a file. Each typed array is compressed by itself: in one piece with all others, what
 * most of it is not worth (zeros) was copied once more, 35 MB at the very end of an import of 1 GB. Only what this very program wrote is
 * read: the file carries a print of the shape of what it holds.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Deserializer, Serializer } from 'node:v8';
import * as zlib from 'node:zlib';

const MAGIC = 'CAPSCOPE STATE 2\n';
/** Most of a state is zeros: the fastest level leaves a tenth, too, in a fraction of the time. */
const FAST = { params: { [zlib.constants.ZSTD_c_compressionLevel]: -5 } };

/** Kinds of arrays, by their numbers in the file. */
const ARRAYS = [
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
] as const;

/** A memory as it goes into a file: what changes in the thing afterwards is not in it. */
export interface PackedState {
  /** the plain data, then its arrays */
  readonly parts: readonly Uint8Array[];
}

/** Arrays are left to the caller: each is written as its number and kind. */
class WithoutArrays extends Serializer {
  // Node's documentation has it, its types do not.
  declare readonly _setTreatArrayBufferViewsAsHostObjects: (flag: boolean) => void;
  readonly arrays: ArrayBufferView[] = [];

  constructor() {
    super();
    this._setTreatArrayBufferViewsAsHostObjects(true);
  }

  _writeHostObject(view: ArrayBufferView): void {
    const kind = ARRAYS.findIndex((array) => view instanceof array);
    if (kind < 0) throw new Error('bug: a state holds an array of a kind that is not known');
    this.writeUint32(this.arrays.push(view) - 1);
    this.writeUint32(kind);
  }
}

class WithArrays extends Deserializer {
  readonly #bytes: readonly Uint8Array[];

  constructor(data: Uint8Array, bytes: readonly Uint8Array[]) {
    super(data);
    this.#bytes = bytes;
  }

  _readHostObject(): ArrayBufferView {
    const bytes = this.#bytes[this.readUint32()];
    const array = ARRAYS[this.readUint32()];
    if (bytes === undefined || array === undefined) throw new RangeError('the state is cut off');
    // Its own memory, where numbers may lie.
    const { buffer } = new Uint8Array(bytes);
    return new array(buffer);
  }
}

/** Throws where there is no memory for it. */
export function packState(memory: unknown): PackedState {
  const serializer = new WithoutArrays();
  serializer.writeHeader();
  serializer.writeValue(memory);
  const plain = compressed(serializer.releaseBuffer());
  return { parts: [plain, ...serializer.arrays.map(compressed)] };
}

function compressed(view: ArrayBufferView): Uint8Array {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  return zlib.zstdCompressSync?.(bytes, FAST) ?? zlib.deflateRawSync(bytes, { level: 1 });
}

const headOf = (method: string, print: string): Buffer => Buffer.from(`${MAGIC}${method} ${print}\n`);

/** Writes it whole or not at all. */
export function writeState(path: string, print: string, { parts }: PackedState): void {
  const head = headOf(zlib.zstdCompressSync === undefined ? 'deflate' : 'zstd', print);
  const pieces = parts.flatMap((part) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(part.length);
    return [length, part];
  });
  try {
    writeFileSync(`${path}.new`, Buffer.concat([head, ...pieces]));
    renameSync(`${path}.new`, path);
  } catch (error) {
    rmSync(`${path}.new`, { force: true });
    throw error;
  }
}

/** The memory in the file; undefined when it is not there, not whole, or another program's. */
export function readState(path: string, print: string): unknown {
  try {
    const bytes = readFileSync(path);
    for (const [method, unpack] of [
      ['zstd', zlib.zstdDecompressSync],
      ['deflate', zlib.inflateRawSync],
    ] as const) {
      const head = headOf(method, print);
      if (unpack === undefined || !bytes.subarray(0, head.length).equals(head)) continue;
      const [plain, ...arrays] = partsOf(bytes.subarray(head.length)).map((part) => unpack(part));
      const deserializer = new WithArrays(plain!, arrays);
      deserializer.readHeader();
      return deserializer.readValue();
    }
    return undefined;
  } catch {
    return undefined;
  }
}

/** Throws where they are cut off. */
function partsOf(bytes: Buffer): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const from = at + 4;
    at = from + bytes.readUInt32LE(at);
    if (at > bytes.length) throw new RangeError('the state is cut off');
    parts.push(bytes.subarray(from, at));
  }
  return parts;
}
