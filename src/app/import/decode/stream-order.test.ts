import { describe, expect, test } from 'vitest';
import { type Entry, inOrder, type Met } from './stream-order.ts';

const REACH_MS = 900_000;

/** Files as "name first-last", minutes; a capital letter = known to the dataset, "!" = no longer there, "?" = not joined yet. Gives the order decoded. */
function walk(text: string): { readonly order: string; readonly isEnd: boolean; readonly apart: string } {
  const files = text.split(' ').map((part, index) => {
    const [, name, first, last, mark] = /^(\w)(\d+)-(\d+)([!?]?)$/.exec(part)!;
    const known = { isThere: mark !== '!', isWanted: mark === '?' };
    return { name: name!, index, first: Number(first) * 60_000, last: Number(last) * 60_000, ...known };
  });
  const entries = files
    .map(({ name, index, first, last, isThere, isWanted }): Entry => {
      const isKnown = name === name.toUpperCase();
      return { index, first, ...(isKnown ? { known: { last, isThere, isWanted } } : {}) };
    })
    .sort((a, b) => a.first - b.first);
  const met: Met = { apart: [], isEnd: true };
  const steps = inOrder(entries, REACH_MS, met);
  let order = '';
  for (let step = steps.next(0); !step.done; step = steps.next(files[step.value.index]!.last))
    order += files[step.value.index]!.name;
  return { order, isEnd: met.isEnd, apart: met.apart.map((index) => files[index]!.name).join('') };
}

describe('of the files of a dataset are decoded', () => {
  test('new ones alone, in time, when there are no others', () => {
    expect(walk('b10-20 a0-10')).toMatchObject({ order: 'ab', isEnd: true });
  });
  test('a new one alone that no flow reaches', () => {
    expect(walk('A0-10 b26-30')).toMatchObject({ order: 'b', isEnd: true });
    expect(walk('a0-10 B26-30')).toMatchObject({ order: 'a', isEnd: false });
  });
  test('those before it whose flows reach it, directly or through others', () => {
    expect(walk('A0-10 B12-20 c25-30')).toMatchObject({ order: 'ABc', isEnd: true });
    expect(walk('A0-10 B30-40 c45-50')).toMatchObject({ order: 'Bc', isEnd: true });
  });
  test('those after it that its flows reach, and those that these reach', () => {
    expect(walk('a0-10 B12-20 C25-30 D60-70')).toMatchObject({ order: 'aBC', isEnd: false });
  });
  test('all of a row when one is put between', () => {
    expect(walk('A0-10 b10-20 C20-30')).toMatchObject({ order: 'AbC', isEnd: true });
  });
  test('those it bridges, which were apart before', () => {
    expect(walk('A0-10 b20-40 C50-60')).toMatchObject({ order: 'AbC' });
    expect(walk('A0-10 C50-60 b20-40')).toMatchObject({ order: 'AbC' });
  });
  test('those beside it, of another interface', () => {
    expect(walk('A0-60 b5-50')).toMatchObject({ order: 'Ab', isEnd: true });
  });
  test('known ones that are not joined yet, as if they were new', () => {
    expect(walk('A0-10? B10-20? C20-30 D90-95')).toMatchObject({ order: 'ABC', isEnd: false });
    expect(walk('A0-10 B30-40 C45-50?')).toMatchObject({ order: 'BC', isEnd: true });
    expect(walk('A0-10! B10-20?')).toMatchObject({ order: '' });
  });
  test('none of a row of which one is gone: its flows would be lost', () => {
    expect(walk('A0-10! B10-20 c20-30')).toMatchObject({ order: 'c', isEnd: true });
    expect(walk('A0-10! B10-20 c20-30').apart).not.toBe('');
    expect(walk('a0-10 B10-20 C20-30!')).toMatchObject({ order: 'a', isEnd: false });
  });
});
