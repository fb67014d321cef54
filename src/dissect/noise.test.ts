/** What is not a protocol gets no name: random, textual and encrypted-like payloads on ports that say nothing. */
import { expect, test } from 'vitest';
import { APPS } from './apps.ts';
import type { Facts } from './dissector.ts';
import { createEngine } from './engine.ts';
import { DISSECTORS } from './table.ts';
import { hear, payloadOf } from './testing.ts';

const FLOWS = 2000;
const MOST_NAMED = 0.001;
const SMALL = [0, 0, 0, 1, 1, 2, 3, 4, 5, 8, 16, 32, 64, 100, 255];
const WORDS =
  'GET POST hello user list 200 OK login the quick brown fox {"a":1} <xml> id= error: HTTP \r\n : , 12 31 /'.split(' ');

/** Numbers in [0, 1), the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 16), 0x45d9f3b);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

const engine = createEngine(); // one for all: making its tables is slow
const random = numbers(20241121);
const bytes = (length: number) => Uint8Array.from({ length }, () => random() * 256);
const kinds: Record<string, (length: number) => Uint8Array> = {
  'random bytes': bytes,
  'words of text': (length) => {
    let text = '';
    while (text.length < length) text += `${WORDS[Math.floor(random() * WORDS.length)]} `;
    return Uint8Array.from(text.slice(0, length), (c) => c.charCodeAt(0));
  },
  'random letters': (length) => Uint8Array.from({ length }, () => 32 + random() * 95),
  'a length and then cipher text': (length) => {
    const payload = bytes(length + 4);
    const rest = random() < 0.5 ? payload.length : payload.length - 2;
    payload[0] = rest >> 8;
    payload[1] = rest;
    return payload;
  },
  'small numbers, 32 bits each': (length) => {
    const payload = new Uint8Array(4 * (2 + (length >> 4)));
    const at = random() < 0.5 ? 3 : 0; // big or little-endian
    for (let i = 0; i < payload.length; i += 4) payload[i + at] = SMALL[Math.floor(random() * SMALL.length)]!;
    return payload;
  },
  'a sequence and then cipher text': (length) => {
    const payload = bytes(length + 8);
    payload.fill(0, 0, 4);
    payload[random() < 0.5 ? 3 : 0] = 1 + random() * 6;
    return payload;
  },
  'a version, a type, a length and text': (length) => {
    const text = kinds['words of text']!(length);
    return Uint8Array.of(1 + random() * 3, random() * 20, text.length >> 8, text.length, ...text);
  },
};

for (const [kind, make] of Object.entries(kinds)) {
  test(`flows of ${kind} are not named by inspection`, () => {
    const named: string[] = [];
    for (let n = 0; n < FLOWS; n++) {
      const said = Array.from({ length: 4 }, (_, i) => ({
        bytes: make(1 + Math.floor(random() * 200)),
        ...(i % 2 === 1 ? { dst: true as const } : {}),
      }));
      const heard = hear(
        n % 2 === 0 ? 6 : 17,
        32768 + Math.floor(random() * 1000),
        60000 + Math.floor(random() * 1000),
        said,
        engine,
      );
      if (heard.by === 'inspected') named.push(heard.app);
    }
    expect(named.length, named.join(' ')).toBeLessThanOrEqual(FLOWS * MOST_NAMED);
  });
}

test('no dissector reads past its payload or throws, whatever the bytes and wherever they end', () => {
  const sink: Facts = {
    text: (_field, buf, off, end) => {
      if (off < 0 || end > buf.length) throw new Error(`text [${off}, ${end}) of ${buf.length}`);
    },
    word: () => {},
    number: () => {},
    flag: () => {},
    count: () => {},
    most: () => {},
    list: () => {},
    read: () => 0,
    codec: () => '',
    has: () => false,
    name: () => {},
    become: (app) => expect(APPS).toContain(app),
  };
  for (let n = 0; n < 3000; n++) {
    const whole = n % 3 === 0 ? kinds['words of text'](60) : bytes(60);
    for (const dissector of DISSECTORS) {
      if (dissector.firstBytes) whole[0] = dissector.firstBytes[n % dissector.firstBytes.length];
      const payload = payloadOf(whole.subarray(0, 1 + (n % 60)), {
        proto: dissector.over[0],
        recvPort: dissector.ports[0] ?? 40000,
      });
      dissector.probe(payload);
      dissector.parse?.(payload, sink);
    }
  }
});
