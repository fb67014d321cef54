/** For tests that are tables: payloads written as hex and "text", asked of one dissector. */
import type { Dissector, Payload, Verdict } from './dissector.ts';
import { probeHex } from './testing.ts';

export type Given = Partial<Payload>;

/** Bytes of hex pairs and "text" (\\r, \\n, \\t and \\0 escaped); `*12` repeats what stands before it, `(…)` is a group. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(parse(text, { at: 0 }));
}

const ESCAPES: Record<string, number> = { r: 13, n: 10, t: 9, '0': 0, '"': 34, '\\': 92 };

function parse(text: string, place: { at: number }): number[] {
  const bytes: number[] = [];
  let last: number[] = [];
  while (place.at < text.length && text[place.at] !== ')') {
    const c = text[place.at]!;
    if (c === ' ') place.at++;
    else if (c === '*') {
      const times = /^\d+/.exec(text.slice(place.at + 1))![0];
      place.at += 1 + times.length;
      for (let n = 1; n < Number(times); n++) bytes.push(...last);
    } else if (c === '(') {
      place.at++;
      last = parse(text, place);
      place.at++;
      bytes.push(...last);
    } else if (c === '"') {
      last = [];
      place.at++;
      for (; text[place.at] !== '"'; place.at++) {
        if (text[place.at] === '\\') last.push(ESCAPES[text[++place.at]!]!);
        else last.push(text.charCodeAt(place.at));
      }
      place.at++;
      bytes.push(...last);
    } else {
      last = [Number.parseInt(text.slice(place.at, place.at + 2), 16)];
      place.at += 2;
      bytes.push(...last);
    }
  }
  return bytes;
}

/** What a dissector answers to one payload; to its own port unless given, and not at all where its first byte is not asked for. */
export function probed(dissector: Dissector, bytes: Uint8Array, given: Given = {}): keyof typeof Verdict {
  if (dissector.firstBytes !== undefined && !dissector.firstBytes.includes(bytes[0]!)) return 'No';
  return probeHex(dissector, bytes, { recvPort: dissector.ports[0] ?? 50001, ...given });
}
