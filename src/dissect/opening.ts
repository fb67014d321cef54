/** Protocols told by the fixed text their payloads open with. */
import { startsWith } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Verdict } from './dissector.ts';

const SHORTEST = 4; // fewer bytes are not evidence

/** A dissector that says Yes to payloads that begin with one of `texts` (each byte a character, at least four). */
export function opening(
  app: string,
  over: readonly number[],
  ports: readonly number[],
  texts: readonly string[],
): Dissector {
  if (texts.some((text) => text.length < SHORTEST)) throw new Error(`bug: ${app} opens with too little`);
  return {
    app,
    over,
    ports,
    firstBytes: [...new Set(texts.map((text) => text.charCodeAt(0)))],
    probe({ buf, off, end, proto }) {
      let verdict: Verdict = Verdict.No;
      for (let i = 0; i < texts.length; i++) {
        const text = texts[i];
        if (startsWith(buf, off, end, text)) return Verdict.Yes;
        if (proto === 6 && end - off < text.length && startsWith(buf, off, end, text.slice(0, end - off)))
          verdict = Verdict.More;
      }
      return verdict;
    },
  };
}
