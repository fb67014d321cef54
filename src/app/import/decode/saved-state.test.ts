import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packState, readState, writeState } from './packed-state.ts';
import { memoryOf, remember, shapeOf } from './saved-state.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-state-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

class Inner {
  readonly words = new Int32Array(4);
  bump(): number {
    return ++this.words[0]!;
  }
}

class Outer {
  static readonly unsaved: readonly string[] = ['where'];
  count = 0;
  readonly inner = new Inner();
  readonly same = this.inner.words;
  readonly names = new Map<number, string>();
  readonly lists: number[][] = [];
  readonly where: string;
  readonly tell: () => string;
  constructor(where: string) {
    this.where = where;
    this.tell = () => this.where;
  }
}

function used(): Outer {
  const thing = new Outer('first');
  thing.count = 7;
  thing.inner.bump();
  thing.names.set(443, 'tls');
  thing.lists.push([1, 2], [3]);
  return thing;
}

test('a new thing goes on where the saved one stopped, and keeps what is its own', () => {
  const path = join(dir, 'a.state');
  writeState(path, shapeOf(new Outer('')), packState(memoryOf(used())));
  const next = new Outer('second');
  const memory = readState(path, shapeOf(next));
  expect(memory).toBeDefined();
  remember(next, memory);
  expect(next.count).toBe(7);
  expect(next.inner.bump()).toBe(2);
  expect(next.same[0]).toBe(2); // what was one array before is one array again
  expect([...next.names]).toEqual([[443, 'tls']]);
  expect(next.lists).toEqual([[1, 2], [3]]);
  expect(next.tell()).toBe('second');
});

class Joined {
  static readonly unsaved: readonly string[] = ['words'];
  static readonly inPlace: readonly string[] = ['times'];
  readonly times: Float64Array;
  readonly words: Int32Array;
  constructor(length: number) {
    this.times = new Float64Array(length);
    this.words = new Int32Array(this.times.buffer);
  }
}

test('arrays that lie in one buffer lie in one again, bit for bit', () => {
  const path = join(dir, 'joined.state');
  const before = new Joined(4);
  before.times[0] = 0.25;
  before.words.set([-1, -2, 3, 4], 2); // as a double not a number
  writeState(path, shapeOf(before), packState(memoryOf(before)));
  const next = new Joined(4);
  remember(next, readState(path, shapeOf(next)));
  expect(next.times[0]).toBe(0.25);
  expect([...next.words.subarray(2, 6)]).toEqual([-1, -2, 3, 4]);
  next.times[3] = -2;
  expect(next.words[7]).toBe(0xc0000000 | 0);
});

test('what is saved, and the length of an array that is filled, are of the shape', () => {
  expect(shapeOf(new Joined(4))).not.toBe(shapeOf(new Joined(5)));
  const joined = shapeOf(new Joined(4));
  const { unsaved } = Joined;
  Object.defineProperty(Joined, 'unsaved', { value: ['words', 'times'] });
  expect(shapeOf(new Joined(4))).not.toBe(joined);
  Object.defineProperty(Joined, 'unsaved', { value: unsaved });
});

test('a state of other fields, a broken one, and none are no state', () => {
  const path = join(dir, 'b.state');
  writeState(path, shapeOf(new Outer('')), packState(memoryOf(used())));
  expect(readState(path, 'another shape')).toBeUndefined();
  writeFileSync(join(dir, 'c.state'), 'CAPSCOPE STATE 2\nzstd x\nrubbish');
  expect(readState(join(dir, 'c.state'), 'x')).toBeUndefined();
  expect(readState(join(dir, 'nowhere.state'), 'x')).toBeUndefined();
});

test('one that is cut off anywhere is no state', () => {
  const path = join(dir, 'whole.state');
  const print = shapeOf(new Outer(''));
  writeState(path, print, packState(memoryOf(used())));
  const whole = readFileSync(path);
  const cut = join(dir, 'cut.state');
  for (let end = 0; end < whole.length; end++) {
    writeFileSync(cut, whole.subarray(0, end));
    expect([end, readState(cut, print)]).toEqual([end, undefined]);
  }
});

test('arrays of every kind, empty ones, and those of odd lengths come back as they were', () => {
  const memory = {
    bytes: Uint8Array.of(1, 2, 3),
    none: new Float64Array(0),
    big: BigInt64Array.of(-5n, 2n ** 62n),
    halves: Int16Array.of(-1),
    floats: Float32Array.of(0.5),
  };
  const path = join(dir, 'kinds.state');
  writeState(path, 'x', packState(memory));
  expect(readState(path, 'x')).toEqual(memory);
});
