/**
 * What a decoder remembers, put on disk at the end of an import so that the next one goes on from there. A thing's memory is
 * its fields: numbers, texts, typed arrays, arrays, Maps, Sets, and further things; private ones as TypeScript means it, for a
 * #field is not seen from here. Functions and what a class names in `static unsaved` stay those of the new thing; a typed array
 * named in `static inPlace` is filled rather than replaced, for other fields lie in its buffer. How it lies in a file: packed-state.ts.
 */
import { createHash } from 'node:crypto';

type Thing = Record<string, unknown>;
type Rule = 'unsaved' | 'inPlace';

/** Stands for what is not saved. */
const LEFT_OUT = '\u0000left out';

/** The memory of `thing` as plain data; what several fields share stays shared. Throws on what can't be saved. */
export function memoryOf(thing: object): unknown {
  return saved(thing, new Map());
}

/** Gives a new thing, made as the saved one was, the memory of that one. */
export function remember(thing: object, memory: unknown): void {
  restored(thing, memory, new Map());
}

function saved(value: unknown, known: Map<object, unknown>): unknown {
  if (typeof value === 'function') return LEFT_OUT;
  if (typeof value !== 'object' || value === null) return value;
  const before = known.get(value);
  if (before !== undefined) return before;
  if (ArrayBuffer.isView(value)) {
    // One of a larger buffer takes its part along, not the whole.
    const part = value as Uint8Array;
    const own = part.byteLength === part.buffer.byteLength && part.buffer instanceof ArrayBuffer ? part : part.slice();
    known.set(value, own);
    return own;
  }
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    known.set(value, list);
    for (const entry of value) list.push(saved(entry, known));
    return list;
  }
  if (value instanceof Map) {
    const map = new Map<unknown, unknown>();
    known.set(value, map);
    for (const [key, entry] of value) map.set(saved(key, known), saved(entry, known));
    return map;
  }
  if (value instanceof Set) {
    const set = new Set<unknown>();
    known.set(value, set);
    for (const entry of value) set.add(saved(entry, known));
    return set;
  }
  const unsaved = named(value, 'unsaved');
  const plain: Thing = {};
  known.set(value, plain);
  for (const [key, entry] of Object.entries(value)) plain[key] = unsaved.includes(key) ? LEFT_OUT : saved(entry, known);
  return plain;
}

function restored(now: unknown, memory: unknown, known: Map<object, unknown>): unknown {
  if (memory === LEFT_OUT) return now;
  if (typeof memory !== 'object' || memory === null || ArrayBuffer.isView(memory)) return memory;
  const before = known.get(memory);
  if (before !== undefined) return before;
  if (Array.isArray(memory)) {
    const held = Array.isArray(now) ? now : [];
    const list: unknown[] = Array.isArray(now) ? now : [];
    known.set(memory, list);
    for (const [n, entry] of memory.entries()) list[n] = restored(held[n], entry, known);
    list.length = memory.length;
    return list;
  }
  if (memory instanceof Map) {
    const map = now instanceof Map ? now : new Map<unknown, unknown>();
    known.set(memory, map);
    map.clear();
    for (const [key, entry] of memory) map.set(restored(undefined, key, known), restored(undefined, entry, known));
    return map;
  }
  if (memory instanceof Set) {
    const set = now instanceof Set ? now : new Set<unknown>();
    known.set(memory, set);
    set.clear();
    for (const entry of memory) set.add(restored(undefined, entry, known));
    return set;
  }
  const thing = (typeof now === 'object' && now !== null ? now : {}) as Thing;
  known.set(memory, thing);
  const inPlace = named(thing, 'inPlace');
  for (const [key, entry] of Object.entries(memory))
    if (inPlace.includes(key) && ArrayBuffer.isView(entry)) fill(thing[key] as ArrayBufferView, entry);
    else thing[key] = restored(thing[key], entry, known);
  return thing;
}

function fill(view: ArrayBufferView, from: ArrayBufferView): void {
  if (view.byteLength !== from.byteLength) throw new Error('bug: a state of another shape was read');
  bytesOf(view).set(bytesOf(from));
}

const bytesOf = (view: ArrayBufferView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

/** Fields of which the thing's class says so. */
function named(thing: object, rule: Rule): readonly string[] {
  return (thing.constructor as { readonly [rule in Rule]?: readonly string[] } | undefined)?.[rule] ?? [];
}

/** Names and kinds of all fields of a new thing, and what is saved of them: one of another version has others. */
export function shapeOf(thing: object): string {
  const seen = new Set<object>();
  const describe = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return typeof value;
    const kind = value.constructor?.name ?? '';
    if (seen.has(value) || ArrayBuffer.isView(value) || Array.isArray(value)) return kind;
    seen.add(value);
    const [unsaved, inPlace] = [named(value, 'unsaved'), named(value, 'inPlace')];
    const field = ([key, entry]: [string, unknown]): string => {
      const length = inPlace.includes(key) && ArrayBuffer.isView(entry) ? entry.byteLength : '';
      return `${key}${unsaved.includes(key) ? '-' : ''}:${describe(entry)}${length}`;
    };
    return `${kind}{${Object.entries(value).map(field).join()}}`;
  };
  return createHash('sha256').update(describe(thing)).digest('hex');
}
