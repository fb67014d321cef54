import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { AppError } from '#base/errors.ts';
import { GrowingState } from '../growing-state.ts';
import { containerOf } from './container.ts';
import { DEFAULT_LIMITS, limitsFrom, type UnpackLimits, type UnpackReport } from './protocol.ts';
import { COMPRESSED, OTHER_LZ4, TINY, tarBytes, zipBytes } from './testing.ts';
import { Unpacker } from './unpacker.ts';

const folder = mkdtempSync(join(tmpdir(), 'capscope-unpack-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Result {
  /** by name: containers and bytes */
  readonly captures: Readonly<Record<string, readonly [containers: string, bytes: Buffer]>>;
  readonly warnings: readonly string[];
  readonly error: string;
  /** files left in the folder that are no capture told */
  readonly left: number;
}

let made = 0;

async function unpacked(bytes: Uint8Array, limits: UnpackLimits = DEFAULT_LIMITS): Promise<Result> {
  const own = join(folder, `${made++}`);
  const into = mkdtempSync(`${own}-`);
  const path = `${own}.given`;
  writeFileSync(path, bytes);
  const told: Extract<UnpackReport, { kind: 'capture' }>[] = [];
  const unpacker = new Unpacker(
    {
      files: [{ path: 'given', name: 'given', source: { kind: 'file', path } }],
      folder: into,
      token: 't',
      limits,
      cancel: new Int32Array(1),
      tally: new Float64Array(2),
    },
    (message) => {
      if (message.kind === 'capture') told.push(message);
    },
  );
  let warnings: readonly string[] = [];
  let error = '';
  try {
    warnings = (await unpacker.unpack(0, true)).warnings;
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    error = thrown.message;
  }
  const captures = Object.fromEntries(
    told
      .filter(({ state }) => new GrowingState(state).failure === undefined)
      .map(({ name, containers, path: at }) => [name, [containers.join(), readFileSync(at)] as const]),
  );
  return { captures, warnings, error, left: readdirSync(into).length - Object.keys(captures).length };
}

const whole = { warnings: [], error: '', left: 0 };

describe('a compressed capture is known by its first bytes and expanded whole', () => {
  test.each(Object.entries(COMPRESSED))('%s', async (kind, bytes) => {
    expect(containerOf(bytes)).toBe(kind);
    expect(await unpacked(bytes)).toEqual({ captures: { given: [kind, TINY] }, ...whole });
  });
  test('both other kinds of lz4', async () => {
    for (const bytes of OTHER_LZ4)
      expect(await unpacked(bytes)).toEqual({ captures: { given: ['lz4', TINY] }, ...whole });
  });
  test.each(Object.entries(COMPRESSED))('%s in two parts, one behind the other', async (kind, bytes) => {
    const first =
      kind === 'gzip'
        ? gzipSync(TINY.subarray(0, 24))
        : kind === 'zstd'
          ? zstdCompressSync(TINY.subarray(0, 24))
          : undefined;
    if (first === undefined) {
      // The second part repeats the file: what comes out is the capture twice.
      const { captures, error } = await unpacked(Buffer.concat([bytes, bytes]));
      expect({ error, bytes: captures['given']?.[1] }).toEqual({ error: '', bytes: Buffer.concat([TINY, TINY]) });
      return;
    }
    const second = kind === 'gzip' ? gzipSync(TINY.subarray(24)) : zstdCompressSync(TINY.subarray(24));
    expect(await unpacked(Buffer.concat([first, second]))).toEqual({ captures: { given: [kind, TINY] }, ...whole });
  });
  test('two compressions one in the other, and no more than four', async () => {
    const twice = gzipSync(COMPRESSED['xz']!);
    expect((await unpacked(twice)).captures).toEqual({ given: ['gzip,xz', TINY] });
    const four = gzipSync(gzipSync(gzipSync(gzipSync(TINY))));
    expect((await unpacked(four)).captures).toEqual({ given: ['gzip,gzip,gzip,gzip', TINY] });
    expect((await unpacked(gzipSync(four))).error).toBe(
      'given: not a capture file: gzip of a file compressed with gzip',
    );
  });
});

describe('of damaged data what comes before is kept', () => {
  test.each(Object.entries(COMPRESSED))('%s, cut off at every byte', async (kind, bytes) => {
    for (let cut = 8; cut < bytes.length; cut++) {
      const { captures, warnings, error, left } = await unpacked(bytes.subarray(0, cut));
      const [, out] = captures['given'] ?? [];
      expect({ cut, left }).toEqual({ cut, left: 0 });
      if (out === undefined) expect({ cut, error }).toEqual({ cut, error: expect.stringContaining('given: ') });
      else {
        expect({ cut, isPrefix: out.equals(TINY.subarray(0, out.length)) }).toEqual({ cut, isPrefix: true });
        const said = `the ${kind} data ends too early, at byte ${cut}; what it held up to there was read`;
        // A frame of lz4 or zstd that is cut off within its last checksum has given all that it holds.
        if (out.length < TINY.length) expect({ cut, warnings }).toEqual({ cut, warnings: [said] });
      }
    }
  });
  test.each(Object.entries(COMPRESSED))('%s, each byte changed: no crash, nothing left over', async (_, bytes) => {
    for (let at = 0; at < bytes.length; at++) {
      const changed = new Uint8Array(bytes); // a Buffer's slice() is no copy
      changed[at]! ^= 0x41;
      if (containerOf(changed) === undefined) continue;
      const { error, left, captures } = await unpacked(changed);
      expect({ at, left }).toEqual({ at, left: 0 });
      if (error === '') expect(Object.keys(captures)).toEqual(['given']);
    }
  });
  test('every byte before a fault that lies far behind is kept', async () => {
    const packets = Buffer.concat([TINY, ...Array.from({ length: 4000 }, () => TINY.subarray(24))]);
    for (let n = 24; n < packets.length; n += 7) packets[n] = n >> 3; // not too well compressed
    const bytes = gzipSync(packets);
    const damaged = Buffer.from(bytes);
    damaged.fill(0xff, damaged.length - 2000, damaged.length - 1000);
    const { captures, warnings } = await unpacked(damaged);
    const [, out] = captures['given']!;
    expect(out.length).toBeGreaterThan(packets.length * 0.9);
    expect(warnings).toEqual([expect.stringMatching(/^the gzip data is damaged, at byte \d+; what it held/)]);
    const at = Number(/byte (\d+)/.exec(warnings[0]!)![1]);
    expect(at).toBeGreaterThan(damaged.length - 2100);
    expect(at).toBeLessThan(damaged.length - 1000);
  });
  test('other bytes behind the end are told, zeros are not', async () => {
    const { captures, warnings } = await unpacked(Buffer.concat([COMPRESSED['gzip']!, Buffer.from('tail!')]));
    expect(captures['given']?.[1]).toEqual(TINY);
    expect(warnings).toEqual([expect.stringContaining('the gzip data goes on with other bytes, at byte ')]);
    expect((await unpacked(Buffer.concat([COMPRESSED['gzip']!, Buffer.alloc(600)]))).warnings).toEqual([]);
  });
});

describe('a zip archive', () => {
  const text = Buffer.from('read me\n');
  test('gives every capture in it, stored or deflated, compressed inside, in folders', async () => {
    const bytes = zipBytes([
      { name: 'a.pcap', data: TINY },
      { name: 'deep/', data: Buffer.alloc(0), method: 0 },
      { name: 'deep/b', data: TINY, method: 0, behind: true },
      { name: 'deep/c.gz', data: COMPRESSED['gzip']! },
      { name: 'x.zst', data: TINY, method: 93, crc: 0 },
      { name: 'readme.txt', data: text },
      { name: '__MACOSX/a.pcap', data: TINY },
    ]);
    const patched = zipBytes([{ name: 'x', data: COMPRESSED['zstd']!, method: 93, crc: 0x1234 }]);
    expect((await unpacked(patched)).warnings[0]).toContain('has a wrong checksum');
    const { captures, error } = await unpacked(bytes);
    expect(error).toBe('');
    expect(captures).toEqual({
      'given/a.pcap': ['zip', TINY],
      'given/deep/b': ['zip', TINY],
      'given/deep/c.gz': ['zip,gzip', TINY],
    });
  });
  test('zip64, bytes before it, a comment behind it', async () => {
    for (const options of [{}, { prefix: 333 }, { comment: 'PK\x05\x06 it is' }]) {
      const bytes = zipBytes(
        [
          { name: 'a', data: TINY, zip64: true },
          { name: 'b', data: TINY, method: 0 },
        ],
        options,
      );
      const readable = 'prefix' in options ? Buffer.concat([bytes.subarray(333, 337), bytes.subarray(337)]) : bytes;
      expect(Object.keys((await unpacked(readable)).captures)).toEqual(['given/a', 'given/b']);
    }
  });
  test('what cannot be read is named, what can is read', async () => {
    const bytes = zipBytes([
      { name: 'secret.pcap', data: TINY, encrypted: true },
      { name: 'odd.pcap', data: TINY, method: 14 },
      { name: 'wrong.pcap', data: TINY, crc: 1 },
      { name: 'good.pcap', data: TINY },
    ]);
    const { captures, warnings } = await unpacked(bytes);
    expect(Object.keys(captures)).toEqual(['given/wrong.pcap', 'given/good.pcap']);
    expect(warnings).toEqual([
      'given/secret.pcap was left out: it is encrypted',
      "given/odd.pcap was left out: its compression (LZMA) can't be undone here",
      expect.stringContaining('given/wrong.pcap: the zip data has a wrong checksum'),
    ]);
  });
  test('without a capture it is refused in one line', async () => {
    const refusal = async (...args: Parameters<typeof zipBytes>): Promise<string> =>
      (await unpacked(zipBytes(...args))).error;
    expect(await refusal([{ name: 'a.txt', data: text }])).toBe(
      'given: this zip archive holds no capture (1 file: a.txt)',
    );
    expect(await refusal([])).toBe('given: this zip archive holds no capture (it is empty)');
    expect(await refusal([{ name: 'a\u001b[2J\n\0.txt', data: text }])).toBe(
      'given: this zip archive holds no capture (1 file: a\ufffd[2J\ufffd\ufffd.txt)',
    );
    expect((await refusal([{ name: `${'a/'.repeat(30_000)}b.txt`, data: text }])).length).toBeLessThan(400);
    expect(await refusal([{ name: 'a.pcap', data: TINY, encrypted: true }])).toBe(
      'given: given/a.pcap was left out: it is encrypted',
    );
    expect(await refusal([{ name: 'in.zip', data: zipBytes([{ name: 'a.txt', data: text }]) }])).toContain(
      'holds no capture (1 file: in.zip/a.txt)',
    );
  });
  test('archives in it give theirs, all of them', async () => {
    const inner = zipBytes([{ name: 'a.pcap', data: TINY }]);
    const packed = gzipSync(tarBytes([{ name: 'b.pcap', data: TINY }]));
    const bytes = zipBytes([
      { name: 'one.zip', data: inner },
      { name: 'folder/two.tgz', data: packed },
      { name: 'c.pcap', data: TINY },
    ]);
    expect((await unpacked(bytes)).captures).toEqual({
      'given/one.zip/a.pcap': ['zip,zip', TINY],
      'given/folder/two.tgz/b.pcap': ['zip,gzip,tar', TINY],
      'given/c.pcap': ['zip', TINY],
    });
  });
  test('archives in archives give twenty thousand files together, no more', async () => {
    const many = zipBytes(Array.from({ length: 2100 }, (_, n) => ({ name: `${n}`, data: Buffer.alloc(0) })));
    const inside = Array.from({ length: 10 }, (_, n) => ({ name: `${n}.zip`, data: many }));
    const { captures, warnings } = await unpacked(zipBytes([{ name: 'a', data: TINY }, ...inside]));
    expect(captures).toEqual({ 'given/a': ['zip', TINY] });
    expect(warnings).toEqual(['the archives in it hold more than 20000 files: the others were left out']);
  }, 60_000);
  test('cut off before its directory, the entries before the cut are read', async () => {
    const bytes = zipBytes(
      [
        { name: 'a', data: TINY },
        { name: 'b', data: TINY, method: 0 },
      ],
      { directory: false },
    );
    const { captures, warnings } = await unpacked(bytes.subarray(0, -100));
    expect(captures['given/a']).toEqual(['zip', TINY]);
    expect(captures['given/b']?.[1]).toEqual(TINY.subarray(0, -100));
    expect(warnings).toEqual([
      'the zip archive is cut off: its directory is missing, what lies before was read',
      expect.stringContaining('given/b: the zip data ends too early'),
    ]);
  });
  test('cut or changed anywhere, it neither crashes nor leaves files behind', async () => {
    const bytes = zipBytes([
      { name: 'a', data: TINY, zip64: true },
      { name: 'b', data: TINY, behind: true },
    ]);
    for (let at = 4; at < bytes.length; at++) {
      expect((await unpacked(bytes.subarray(0, at))).left).toBe(0);
      for (const value of [0, 0xff, 0x80]) {
        const changed = Buffer.from(bytes);
        changed[at] = value;
        expect((await unpacked(changed)).left).toBe(0);
      }
    }
  }, 60_000);
});

describe('a tar archive', () => {
  test('gives every capture, also compressed as a whole and inside, and with long names', async () => {
    const long = `${'folder/'.repeat(30)}long.pcap`;
    const pax = Buffer.from(`${`00 path=${long}\n`.length} path=${long}\n`);
    const entries = [
      { name: 'a.pcap', data: TINY },
      { name: 'b.txt', data: Buffer.from('text') },
      { name: 'c.pcap.gz', data: COMPRESSED['gzip']! },
      { name: '././@PaxHeader', data: pax, type: 'x' },
      { name: 'cut', data: TINY },
      { name: '././@LongLink', data: Buffer.from(`gnu/${long}\0`), type: 'L' },
      { name: 'cut', data: TINY },
      { name: 'link', data: Buffer.alloc(0), type: '2' },
    ];
    for (const [outer, bytes] of [
      ['tar', tarBytes(entries)],
      ['gzip,tar', gzipSync(tarBytes(entries))],
    ] as const)
      expect(await unpacked(bytes)).toEqual({
        captures: {
          'given/a.pcap': [outer, TINY],
          'given/c.pcap.gz': [`${outer},gzip`, TINY],
          [`given/${long}`]: [outer, TINY],
          [`given/gnu/${long}`]: [outer, TINY],
        },
        ...whole,
      });
  });
  test('cut off, what came before is kept', async () => {
    const bytes = tarBytes([
      { name: 'a', data: TINY },
      { name: 'b', data: TINY },
    ]);
    const { captures, warnings } = await unpacked(bytes.subarray(0, 1024 + 512 + 100));
    expect(captures['given/b']?.[1]).toEqual(TINY.subarray(0, 100));
    expect(warnings[0]).toContain('given/b: the tar data ends too early');
  });
  test('a damaged header ends it', async () => {
    const bytes = tarBytes([
      { name: 'a', data: TINY },
      { name: 'b', data: TINY },
    ]);
    bytes[1024 + 3] = 0x41;
    const { captures, warnings } = await unpacked(bytes);
    expect(Object.keys(captures)).toEqual(['given/a']);
    expect(warnings).toEqual(['the tar archive is damaged, at its byte 1024; what it held up to there was read']);
  });
});

describe('expansion has a ceiling', () => {
  const zeros = Buffer.concat([TINY, Buffer.alloc(2 ** 20)]);
  test('of bytes, over all captures of a file', async () => {
    const limits = { bytes: 1.5 * 2 ** 20, ratio: 1000 };
    expect((await unpacked(gzipSync(zeros), limits)).error).toBe('');
    const two = await unpacked(
      zipBytes([
        { name: 'a', data: zeros },
        { name: 'b', data: zeros },
      ]),
      limits,
    );
    expect(two.error).toBe('given: it expands to more than 2 MiB; the limit is set with CAPSCOPE_UNPACK_BYTES');
    expect(two.left).toBe(0);
  });
  test('of its ratio, once it is large: a bomb ends with one line', async () => {
    const bomb = zstdCompressSync(Buffer.concat([TINY, Buffer.alloc(2 ** 26)]));
    const many = Buffer.concat(Array.from({ length: 20 }, () => bomb));
    const { error, left } = await unpacked(many);
    expect(error).toContain('it expands to more than 1000 times its own bytes');
    expect(left).toBe(0);
  }, 60_000);
  test('the limits are set by the environment', () => {
    expect(limitsFrom({})).toEqual(DEFAULT_LIMITS);
    expect(limitsFrom({ CAPSCOPE_UNPACK_BYTES: '500GB', CAPSCOPE_UNPACK_RATIO: '50' })).toEqual({
      bytes: 5e11,
      ratio: 50,
    });
    expect(() => limitsFrom({ CAPSCOPE_UNPACK_BYTES: 'much' })).toThrow(
      'CAPSCOPE_UNPACK_BYTES=much: a number is needed',
    );
  });
  test.each([
    ['lz4', Buffer.from('04224d186070730000000000', 'hex').subarray(0, 11)],
    ['bzip2', Buffer.from('425a683917724538509000000000', 'hex')],
    ['zstd', zstdCompressSync(Buffer.alloc(0))],
  ] as const)(
    'of %s without anything in them: parts by the thousand end with one line, soon',
    async (kind, part) => {
      const parts = Buffer.concat(Array.from({ length: 20_000 }, () => part));
      const { error, left } = await unpacked(Buffer.concat([COMPRESSED[kind]!, parts]));
      expect({ error, left }).toEqual({ error: '', left: 0 });
      expect((await unpacked(parts)).error).toBe(
        `given: the ${kind} data has too many parts with next to nothing in them, at byte ${1000 * part.length}`,
      );
    },
    10_000,
  );
  test('of captures in an archive: what is left out is told once', async () => {
    const many = Array.from({ length: 10_003 }, (_, n) => ({ name: `${n}.pcap`, data: TINY }));
    const { captures, warnings, error } = await unpacked(tarBytes(many));
    expect(Object.keys(captures)).toHaveLength(10_000);
    expect({ warnings, error }).toEqual({
      warnings: ['the archive holds more than 10000 captures: the others were left out'],
      error: '',
    });
  }, 30_000);
  test('of tries to find the directory of a zip archive: ends by the thousand, all without one, are told soon', async () => {
    // Each tells of a directory of 50,000 records, none of which has an entry.
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50);
    record.writeUInt32LE(0xffff_0000, 42);
    const directory = Buffer.concat(Array.from({ length: 50_000 }, () => record));
    const head = Buffer.from('504b0304', 'hex');
    const parts: Buffer[] = [head, directory];
    for (let n = 0; n < 2900; n++) {
      const end = Buffer.alloc(22);
      end.writeUInt32LE(0x06054b50);
      end.writeUInt32LE(directory.length + n * 22, 12);
      end.writeUInt32LE(head.length, 16);
      parts.push(end);
    }
    expect((await unpacked(Buffer.concat(parts))).error).toContain('given: ');
  }, 10_000);
});
