/** What XZ Embedded does not take: SHA-256, filters before LZMA2, lzma alone. */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { ByteSource } from './byte-source.ts';
import { containerOf } from './container.ts';
import { Damaged } from './damaged.ts';
import { expandLzma } from './lzma.ts';
import { COMPRESSED, LZMA, OTHER_XZ, TINY } from './testing.ts';
import { expandXzStreams, needsMore } from './xz-streams.ts';

type Expand = (source: ByteSource) => Iterable<Uint8Array>;

/** What came out, and what was wrong then. */
function expanded(expand: Expand, input: Uint8Array, pieceBytes = input.length): { out: Buffer; fault: string } {
  const pieces = Array.from({ length: Math.ceil(input.length / pieceBytes) }, (_, n) =>
    input.subarray(n * pieceBytes, (n + 1) * pieceBytes),
  );
  const out: Uint8Array[] = [];
  try {
    for (const piece of expand(new ByteSource(pieces))) out.push(piece);
    return { out: Buffer.concat(out), fault: '' };
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    return { out: Buffer.concat(out), fault: error.message };
  }
}

const KINDS: readonly (readonly [string, Expand, Uint8Array])[] = [
  ['xz with SHA-256', expandXzStreams, OTHER_XZ[0]!],
  ['xz with x86 and delta', expandXzStreams, OTHER_XZ[1]!],
  ['xz as it mostly is', expandXzStreams, COMPRESSED['xz']!],
  ['lzma, its length not told', expandLzma, LZMA[0]!],
  ['lzma, its length told', expandLzma, LZMA[1]!],
];

describe.each(KINDS)('%s', (_, expand, bytes) => {
  test('expands whole, in any pieces', () => {
    for (const pieceBytes of [bytes.length, 1, 7])
      expect(expanded(expand, bytes, pieceBytes)).toEqual({ out: TINY, fault: '' });
  });
  test('cut off anywhere, gives what came before', () => {
    for (let cut = 14; cut < bytes.length - 1; cut++) {
      const { out, fault } = expanded(expand, bytes.subarray(0, cut));
      expect({ cut, isPrefix: out.equals(TINY.subarray(0, out.length)) }).toEqual({ cut, isPrefix: true });
      if (fault === '') expect(out.length).toBe(TINY.length);
    }
  });
  test('with any byte changed, ends, and throws nothing but that it is damaged', () => {
    for (let at = 0; at < bytes.length; at++)
      for (const value of [0, 0xff, bytes[at]! ^ 1, bytes[at]! ^ 0x80]) {
        const changed = bytes.slice();
        changed[at] = value;
        // A dictionary is only asked for as large as it may be.
        expect(expanded(expand, changed).out.length).toBeLessThan(1 << 20);
      }
  });
});

test('streams one behind the other, with zeros between them', () => {
  const [one] = OTHER_XZ;
  const { out, fault } = expanded(expandXzStreams, Buffer.concat([one!, Buffer.alloc(8), one!]));
  expect({ fault, same: out.equals(Buffer.concat([TINY, TINY])) }).toEqual({ fault: '', same: true });
  expect(expanded(expandXzStreams, Buffer.concat([one!, Buffer.from('more')])).fault).toBe('goes on with other bytes');
});

test('a wrong check is told', () => {
  for (const bytes of [...OTHER_XZ, COMPRESSED['xz']!]) {
    const changed = bytes.slice();
    const index = bytes.length - 12 - 12; // the check lies before index and footer
    changed[index - 1]! ^= 1;
    expect(expanded(expandXzStreams, changed)).toEqual({ out: TINY, fault: 'is damaged' });
  }
});

test('only files that need it come here', () => {
  expect(needsMore(COMPRESSED['xz']!)).toBe(false);
  for (const bytes of OTHER_XZ) expect(needsMore(bytes)).toBe(true);
  for (const bytes of LZMA) expect(containerOf(bytes)).toBe('lzma');
});

test('a dictionary past the ceiling is not made', () => {
  const lzma = LZMA[0]!.slice();
  lzma[4] = 0x20;
  expect(expanded(expandLzma, lzma).fault).toBe('needs too much memory');
});

/** Bytes among which are instructions of every kind, and repetitions. */
function program(): Buffer {
  const bytes = Buffer.alloc(200_003);
  let seed = 1;
  const next = (): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return seed >>> 8;
  };
  for (let at = 0; at < bytes.length; at++) bytes[at] = next() & (at % 3000 < 1500 ? 255 : 3);
  for (let n = 0; n < 20_000; n++) {
    const at = next() % (bytes.length - 8);
    const kind = next() % 6;
    if (kind === 0) bytes.set([0xe8, next() & 255, next() & 255, 0, next() & 1 ? 0 : 255], at);
    else if (kind === 1) bytes[(at & ~3) + 3] = 0xeb;
    else if (kind === 2) bytes.set([next() & 255, 0xf0 | (next() & 7), next() & 255, 0xf8 | (next() & 7)], at & ~1);
    else if (kind === 3) bytes.set([0x48 | (next() & 3), next() & 255, next() & 255, (next() & 252) | 1], at & ~3);
    else if (kind === 4) bytes.set([next() & 1 ? 0x40 : 0x7f, next() & 1 ? 0 : 255], at & ~3);
    else bytes[(at & ~3) + 3] = next() & 1 ? 0x94 | (next() & 3) : 0x90 | (next() & 0x60);
  }
  return bytes;
}

const XZ = ['/usr/bin/xz', '/usr/local/bin/xz', '/opt/homebrew/bin/xz'].find((path) => {
  try {
    return execFileSync(path, ['--version'], { encoding: 'utf8' }).includes('xz');
  } catch {
    return false;
  }
});

test
  .skipIf(XZ === undefined)
  .each([
    ['--x86'],
    ['--arm'],
    ['--armthumb'],
    ['--arm64'],
    ['--powerpc'],
    ['--sparc'],
    ['--delta=dist=1'],
    ['--delta=dist=256'],
    ['--x86=start=4096'],
    ['--arm64=start=8192'],
    ['--x86', '--delta=dist=3'],
  ])('what the program xz makes with %s %s', (...filters) => {
  const bytes = program();
  const args = filters.filter((one): one is string => one !== undefined);
  const packed = execFileSync(XZ!, ['-c', ...args, '--lzma2=preset=1,dict=64KiB', '--block-size=90000'], {
    input: bytes,
  });
  const { out, fault } = expanded(expandXzStreams, packed, 4000);
  expect({ fault, same: out.equals(bytes) }).toEqual({ fault: '', same: true });
});
